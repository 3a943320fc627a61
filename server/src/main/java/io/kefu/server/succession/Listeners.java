package io.kefu.server.succession;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Listening sockets by their descriptors, found as proc(5) shows them. */
final class Listeners {
    private static final Path PROC = Path.of("/proc/self");
    private static final String LISTENING = "0A";
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}; // RFC 4291, section 2.5.5.2

    private Listeners() {}

    /** A descriptor of the socket with which this process listens there. */
    static int at(InetSocketAddress address) throws IOException {
        Set<String> names = names(address);
        Set<String> inodes = new HashSet<>();
        for (String table : new String[] {"net/tcp", "net/tcp6"}) {
            Path file = PROC.resolve(table);
            if (Files.isReadable(file)) {
                Files.readAllLines(file).forEach(line -> note(line.strip().split("\\s+"), names, inodes));
            }
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(PROC.resolve("fd"))) {
            for (Path each : descriptors) {
                if (inodes.contains(target(each))) {
                    return Integer.parseInt(each.getFileName().toString());
                }
            }
        }
        throw new IOException(
                "no socket of this process listens at " + address.getAddress() + " port " + address.getPort());
    }

    private static void note(String[] row, Set<String> names, Set<String> inodes) {
        if (row.length > 9 && row[3].equals(LISTENING) && names.contains(row[1])) {
            inodes.add("socket:[" + row[9] + "]");
        }
    }

    /** How the tables may name it: Java listens by IPv6, where the system has it, for IPv4 as well. */
    private static Set<String> names(InetSocketAddress address) throws IOException {
        InetAddress host = address.getAddress();
        if (host == null) {
            throw new IOException(address.getHostString() + " is no address that is known here");
        }
        Set<String> names = new HashSet<>();
        names.add(name(host.getAddress(), address.getPort()));
        if (host.getAddress().length == 4) {
            names.add(name(join(MAPPED, host.getAddress()), address.getPort()));
        }
        if (host.isAnyLocalAddress()) {
            names.add(name(new byte[4], address.getPort()));
            names.add(name(new byte[16], address.getPort()));
        }
        return names;
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** Words of 32 bits, as this machine has them in memory, then the port. */
    private static String name(byte[] address, int port) {
        ByteBuffer words = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
        StringBuilder name = new StringBuilder();
        while (words.hasRemaining()) {
            name.append("%08X".formatted(words.getInt()));
        }
        return name.append(":%04X".formatted(port)).toString();
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return ""; // closed meanwhile
        }
    }
}
