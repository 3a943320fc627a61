package io.kefu.storage.journal;

import io.kefu.storage.fault.DirectoryInUseException;
import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds a directory for this process alone, by an advisory lock on the file {@code lock} in it, which carries the
 * holder's process id. The kernel lets go of it when the process ends, however it ends.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "lock";

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
            return locked(real, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StorageException(directory + " cannot be used: " + e + ". Give this user write access to it", e);
        }
    }

    /**
     * Takes the lock of a directory whose holder has ended and left it; empty when somebody holds it, or when nobody ever did.
     * Nothing is made.
     *
     * @throws AccessDeniedException when it is not for this user to say
     * @throws IOException when the directory cannot be read or written
     */
    public static Optional<DirectoryLock> takeLeft(Path directory) throws IOException {
        Path real;
        try {
            real = directory.toRealPath();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (!HELD.add(real)) {
            return Optional.empty();
        }
        try {
            return Optional.of(locked(real, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (DirectoryInUseException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Whom the lock's file names, whether it still runs or not: the lock itself is not touched, so this may be asked while
     * somebody takes it. Not of this process's own lock, which closing the file again would drop.
     */
    public static OptionalLong named(Path directory) {
        try {
            return pid(Files.readString(directory.resolve(FILE), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return OptionalLong.empty(); // nobody has ever held it, or it is not for this user to know
        }
    }

    private static DirectoryLock locked(Path real, OpenOption... how) throws IOException {
        FileChannel channel = null;
        boolean done = false;
        try {
            channel = FileChannel.open(real.resolve(FILE), how);
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
        return pid(new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII));
    }

    private static OptionalLong pid(String digits) {
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
