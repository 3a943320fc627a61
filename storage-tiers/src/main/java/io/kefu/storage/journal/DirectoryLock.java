package io.kefu.storage.journal;

import io.kefu.storage.fault.DirectoryInUseException;
import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds a directory for this process alone, by an advisory lock on the file {@code lock} in it, which carries the
 * holder's process id. The kernel lets go of it when the process ends, however it ends.
 */
public final class DirectoryLock implements AutoCloseable {
    /** POSIX drops a process's lock when any descriptor of the file closes, so a second open here must not touch it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the lock; the directory is made when it is not there.
     *
     * @throws DirectoryInUseException when another server, or this one, holds it already
     * @throws StorageException when the directory cannot be made or written
     */
    public static DirectoryLock take(Path directory) {
        try {
            Path real = Files.createDirectories(directory).toRealPath();
            if (!HELD.add(real)) {
                throw new DirectoryInUseException(
                        real, OptionalLong.of(ProcessHandle.current().pid()));
            }
            return locked(real);
        } catch (IOException e) {
            throw new StorageException(directory + " cannot be used: " + e + ". Give this user write access to it", e);
        }
    }

    private static DirectoryLock locked(Path real) throws IOException {
        FileChannel channel = null;
        boolean done = false;
        try {
            channel = FileChannel.open(
                    real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            // The lock lives as long as its channel, which this object holds.
            if (channel.tryLock() == null) {
                throw new DirectoryInUseException(real, holder(channel));
            }
            writePid(channel);
            done = true;
            return new DirectoryLock(real, channel);
        } finally {
            if (!done) {
                release(real, channel);
            }
        }
    }

    private static void writePid(FileChannel channel) throws IOException {
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
    }

    private static OptionalLong holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String digits = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return digits.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    private static void release(Path real, FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
        HELD.remove(real);
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            release(directory, channel);
        } catch (IOException e) {
            throw new StorageException("the lock on " + directory + " was not released cleanly: " + e, e);
        }
    }
}
