package io.kefu.bench.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system in memory that an engine's data lies on, so that it can be filled up; a plain directory where none may be mounted. */
final class SmallDisk implements AutoCloseable {
    private static final String SIZE = "3g";
    private static final long SECONDS = 20;
    private static final int CHUNK = 1 << 20;

    private final Path directory;
    private final boolean mounted;

    private SmallDisk(Path directory, boolean mounted) {
        this.directory = directory;
        this.mounted = mounted;
    }

    static SmallDisk at(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        return new SmallDisk(
                directory,
                run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=755", "kefu", directory.toString()));
    }

    Path directory() {
        return directory;
    }

    boolean canBeFilled() {
        return mounted;
    }

    /** Takes all the room that is left. */
    void fill() throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(filler())) {
            for (long room = Files.getFileStore(directory).getUnallocatedSpace(); room > 0; room -= CHUNK) {
                out.write(chunk, 0, (int) Math.min(room, CHUNK));
            }
        } catch (IOException e) {
            if (Files.getFileStore(directory).getUnallocatedSpace() > CHUNK) {
                throw e;
            }
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() throws IOException {
        try {
            // Lazily: what has just ended may still have its folder open.
            if (mounted && !run("umount", "-l", directory.toString())) {
                throw new IOException(directory + " cannot be unmounted: umount -l " + directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
