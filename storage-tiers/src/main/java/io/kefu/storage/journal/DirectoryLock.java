package io.kefu.storage.journal;

import io.kefu.storage.fault.DirectoryInUseException;
import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds a directory for this process alone, by an advisory lock on the file {@code lock} in it, which carries the
 * holder's process id. The kernel lets go of it when the process ends, however it ends.
 */
public final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "lock";

    private static final Path KERNEL = Path.of("/proc/locks");
    private static final Pattern BLANKS = Pattern.compile(" +");

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
            return takeIn(Files.createDirectories(directory));
        } catch (IOException e) {
            throw new StorageException(directory + " cannot be used: " + e + ". Give this user write access to it", e);
        }
    }

    /**
     * Takes the lock of a directory that is there.
     *
     * @throws DirectoryInUseException when another process, or this one, holds it already
     * @throws NoSuchFileException when somebody has removed it
     */
    public static DirectoryLock takeIn(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw new DirectoryInUseException(
                    real, OptionalLong.of(ProcessHandle.current().pid()));
        }
        return locked(real, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
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

    /** What may be known of a lock without touching it. */
    public enum Seen {
        HELD,
        FREE,
        /** Nobody has ever held it, or it is not for this user to know. */
        UNKNOWN
    }

    /** By the kernel's table alone, so this may be asked while somebody takes it: no descriptor of the file is opened. */
    public static Seen seen(Path directory) {
        try {
            // Without the device: of some file systems the table and stat have different numbers for one.
            String inode = ":" + Files.getAttribute(directory.resolve(FILE), "unix:ino");
            try (Stream<String> locks = Files.lines(KERNEL)) {
                return locks.map(BLANKS::split).anyMatch(lock -> isHeld(lock, inode)) ? Seen.HELD : Seen.FREE;
            }
        } catch (IOException | UncheckedIOException | UnsupportedOperationException e) {
            return Seen.UNKNOWN; // nor does every system have such a table
        }
    }

    /** {@code 1: POSIX ADVISORY WRITE pid major:minor:inode first last}; who waits for one has an arrow in the second place. */
    private static boolean isHeld(String[] lock, String inode) {
        return lock.length == 8 && lock[1].equals("POSIX") && lock[5].endsWith(inode);
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
        try (channel) {
            channel.truncate(0); // the number may be anybody's from now on
        } catch (IOException e) {
            throw new StorageException("the lock on " + directory + " was not released cleanly: " + e, e);
        } finally {
            HELD.remove(directory);
        }
    }
}
