package io.kefu.server.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the log, each named by the number of its first entry: {@code 00000000000000000001.log}. */
final class Segments {
    private static final Pattern NAME = Pattern.compile("(\\d{20})\\.log");
    /** More than any line has: see {@link Act}. */
    private static final int LONGEST_LINE = 32 * 1024;

    private Segments() {}

    /** Makes the folder, for its owner alone. */
    static void prepare(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        if (posix()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Oldest first. */
    static List<Path> of(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> NAME.matcher(name(file)).matches())
                    .sorted()
                    .toList();
        }
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** The number of a file's first entry. */
    static long first(Path file) {
        return Long.parseLong(name(file).substring(0, 20));
    }

    /** That whose first entry has this number. */
    static Path file(Path folder, long first) {
        return folder.resolve(String.format("%020d.log", first));
    }

    /** A new file, there even after a loss of power. */
    static FileChannel create(Path folder, long first) throws IOException {
        Path file = file(folder, first);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (posix()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            try (FileChannel directory = FileChannel.open(folder)) {
                directory.force(true);
            }
        }
        return channel;
    }

    /** The last {@value #LONGEST_LINE} bytes of a file. */
    static byte[] tail(FileChannel file, long length) throws IOException {
        long from = Math.max(0, length - LONGEST_LINE);
        ByteBuffer buffer = ByteBuffer.allocate((int) (length - from));
        while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
            // until it is full
        }
        return buffer.array();
    }

    /** The lines of a file; one that is still being written, or was never finished, is not among them. */
    static List<String> lines(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return lines;
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
