package io.kefu.server.succession;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
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
    private static final int CLOSE_ON_EXEC = 0x80000;

    private Listeners() {}

    /** A descriptor of the socket with which this process listens on a TCP port. */
    static int ofPort(int port) throws IOException {
        Set<String> inodes = new HashSet<>();
        for (String table : new String[] {"net/tcp", "net/tcp6"}) {
            Path file = PROC.resolve(table);
            if (Files.isReadable(file)) {
                Files.readAllLines(file).forEach(line -> note(line.strip().split("\\s+"), port, inodes));
            }
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(PROC.resolve("fd"))) {
            for (Path each : descriptors) {
                if (inodes.contains(target(each))) {
                    return Integer.parseInt(each.getFileName().toString());
                }
            }
        }
        throw new IOException("no socket of this process listens on port " + port);
    }

    private static void note(String[] row, int port, Set<String> inodes) {
        boolean listens = row.length > 9 && row[3].equals(LISTENING);
        if (listens && row[1].endsWith(":%04X".formatted(port))) {
            inodes.add("socket:[" + row[9] + "]");
        }
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return ""; // closed meanwhile
        }
    }

    /**
     * A channel for a listening descriptor, which is the channel's from now on. Java has no way to make one, so a channel
     * of its own, on a free port of this machine alone, has its descriptor replaced.
     */
    static ServerSocketChannel channel(int descriptor) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        boolean done = false;
        try {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int own = ofPort(((InetSocketAddress) channel.getLocalAddress()).getPort());
            Posix.replace(descriptor, own, CLOSE_ON_EXEC);
            Posix.close(descriptor);
            done = true;
            return channel;
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }
}
