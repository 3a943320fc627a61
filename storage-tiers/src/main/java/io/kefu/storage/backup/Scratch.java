package io.kefu.storage.backup;

import io.kefu.storage.fault.DirectoryInUseException;
import io.kefu.storage.journal.DirectoryLock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hidden folder beside what is made in it, under a lock for as long as its process lives: whoever finds one that nobody
 * holds knows that its maker was killed.
 */
final class Scratch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

    /** The name that {@link DirectoryLock} gives it. */
    private static final String LOCK = "lock";

    /** Each further one only if another process took the last for a leftover, in the moment before it was locked. */
    private static final int MAX_ATTEMPTS = 100;

    private final Path folder;
    private final DirectoryLock lock;

    private Scratch(Path folder, DirectoryLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** What a scratch folder is for, which its name tells. */
    enum Kind {
        BACKUP("backing-up"),
        RESTORE("restoring");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        private String prefix(Path target) {
            return "." + target.getFileName() + "." + word;
        }

        private Pattern name(String target) {
            return Pattern.compile("\\." + target + "\\." + word + "[0-9]+");
        }
    }

    static Scratch make(Path where, Kind kind, Path target) throws IOException {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Path folder = Files.createTempDirectory(where, kind.prefix(target));
            Optional<Scratch> made = locked(folder);
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new IOException("others take away what is made in " + where);
    }

    /** Empty when somebody was quicker: then it is gone, or goes. */
    private static Optional<Scratch> locked(Path folder) throws IOException {
        try {
            return held(folder, DirectoryLock.takeIn(folder));
        } catch (DirectoryInUseException | NoSuchFileException e) {
            LOG.debug("{} was taken for a leftover", folder, e);
            return Optional.empty();
        }
    }

    /** Of a file that was removed between its opening and its locking, anybody may have the lock. */
    private static Optional<Scratch> held(Path folder, DirectoryLock lock) {
        if (Files.exists(folder.resolve(LOCK))) {
            return Optional.of(new Scratch(folder, lock));
        }
        lock.close();
        return Optional.empty();
    }

    /** Those for a target, whoever holds them. */
    static List<Path> of(Path where, Kind kind, Path target) throws IOException {
        return named(where, kind.name(Pattern.quote(target.getFileName().toString())));
    }

    /** Those for any target. */
    static List<Path> all(Path where, Kind kind) throws IOException {
        return named(where, kind.name(".+"));
    }

    /** Of a folder into which one may only write nothing is known. A link is nothing that was made here. */
    private static List<Path> named(Path where, Pattern name) throws IOException {
        if (!Files.isReadable(where)) {
            return List.of();
        }
        return Trees.children(where).stream()
                .filter(each -> name.matcher(each.getFileName().toString()).matches())
                .filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /**
     * One that a process has left which was killed; empty while one holds it, or when it is gone.
     *
     * @throws AccessDeniedException when it is another user's, and so not for this one to say
     */
    static Optional<Scratch> left(Path folder) throws IOException {
        Optional<Scratch> left = DirectoryLock.takeLeft(folder).flatMap(lock -> held(folder, lock));
        if (left.isEmpty() && Files.notExists(folder.resolve(LOCK))) {
            removeEmpty(folder);
        }
        return left;
    }

    /** A kill in the moment before it was locked, or after all in it was removed. */
    private static void removeEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            LOG.debug("{} has been locked since", folder, e);
        }
    }

    /** Removes those that killed processes of this user have left. */
    static void sweep(List<Path> folders) throws IOException {
        for (Path each : folders) {
            try {
                left(each).ifPresent(Scratch::sweep);
            } catch (AccessDeniedException e) {
                LOG.debug("{} is another user's", each, e);
            }
        }
    }

    /** Removes one that was left, and says so. */
    void sweep() {
        close();
        if (Files.notExists(folder)) {
            LOG.warn("removed {}, which a process has left half done that was killed", folder);
        }
    }

    /** A folder in it that is its user's alone, made when it is not there. */
    Path inner(String name) throws IOException {
        return Files.createDirectories(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }

    boolean is(Path other) {
        return folder.equals(other);
    }

    /** Lets go of it, and leaves it to be found. */
    void leave() {
        lock.close();
    }

    /** The lock goes last: what remains of a removal that is killed is still known for what it is. */
    @Override
    public void close() {
        try (lock) {
            for (Path each : Trees.children(folder)) {
                if (!each.endsWith(LOCK)) {
                    Trees.remove(each);
                }
            }
            Files.deleteIfExists(folder.resolve(LOCK));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("{} was not removed: {}", folder, e.toString());
        }
    }
}
