package io.kefu.server.revision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Writes that are there whole or not at all, whenever the process or the machine dies: aside, forced to the disk, renamed,
 * and the folder forced too. For the owner's eyes alone.
 */
class Durable {

    private static final String ASIDE = ".next";

    /** Replaces the file. */
    void write(Path file, byte[] bytes) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ASIDE);
        step("create " + next.getFileName());
        put(next, bytes);
        step("rename " + next.getFileName());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(file.toAbsolutePath().getParent());
        step("renamed " + file.getFileName());
    }

    /** Makes a folder with these files; one of that name is right already, since names are digests. */
    void folder(Path folder, Map<String, byte[]> files) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path next = folder.resolveSibling(folder.getFileName() + ASIDE);
        remove(next);
        Files.createDirectories(
                next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            step("create " + file.getKey());
            put(next.resolve(file.getKey()), file.getValue());
        }
        force(next);
        step("rename " + next.getFileName());
        Files.move(next, folder, StandardCopyOption.ATOMIC_MOVE);
        force(folder.toAbsolutePath().getParent());
    }

    /** A file, or a folder and what is directly in it; what is not there is gone already. */
    void remove(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (var entries = Files.list(path)) {
                for (Path entry : entries.toList()) {
                    Files.deleteIfExists(entry);
                }
            }
        }
        step("remove " + path.getFileName());
        Files.deleteIfExists(path);
    }

    /** Before each thing that changes the disk; a test dies here. */
    void step(String what) throws IOException {}

    private static void put(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }
}
