package io.kefu.storage.backup;

import io.kefu.storage.fault.IoReason;
import io.kefu.storage.projection.RestoredJournal;
import io.kefu.storage.tier.DayDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a backup back into a directory where there is nothing. What is restored has its name only when all of it is there
 * and every file and every day's messages are those of the manifest; until then it lies under another, which is hidden.
 *
 * <p>A directory that is there may be where a disk is mounted: it stays, and is filled by moves, one after another. They
 * begin when all is whole, and whoever comes after a kill ends them ({@link #settle}).
 */
public final class Restore {
    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

    /** In the scratch folder: what is being unpacked and compared, and what it is called once it is all there. */
    private static final String PART = "part";

    private static final String WHOLE = "whole";

    private static final FileAttribute<Set<PosixFilePermission>> MINE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> MY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Any may stand in a database server, whose rows are not in the archive. */
    private static final List<String> NAMES = List.of("hot", "warm", "cold");

    private final Path archive;
    private final Path data;
    private final Consumer<Path> last;
    private final Renaming renaming;
    private Path fresh;

    /** The moves into place. */
    interface Renaming {
        Renaming ATOMIC = (from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);

        void rename(Path from, Path to) throws IOException;
    }

    /**
     * A restore that has not begun.
     *
     * @param data the data directory: missing or empty
     * @param last what else is done to the restored files before they have their name: erasing again who was erased since
     */
    public Restore(Path archive, Path data, Consumer<Path> last) {
        this(archive, data, last, Renaming.ATOMIC);
    }

    Restore(Path archive, Path data, Consumer<Path> last, Renaming renaming) {
        this.archive = archive.toAbsolutePath().normalize();
        this.data = data.toAbsolutePath().normalize();
        this.last = last;
        this.renaming = renaming;
    }

    /**
     * Restores. What a restore into the same place has left that was killed is settled first.
     *
     * @throws BackupException when the place or the archive does not allow it; nothing is left behind
     */
    public Manifest run() {
        try {
            settle(data);
            settle(data, this::beside);
            demandEmpty();
            Manifest manifest = Archive.manifest(archive);
            boolean there = Files.isDirectory(data);
            Path beside = there ? data : data.getParent();
            Room.demand(beside, manifest.bytes(), "restoring " + archive);
            Scratch scratch = Scratch.make(beside, Scratch.Kind.RESTORE, data);
            boolean whole = false;
            try {
                fill(scratch, manifest);
                renaming.rename(fresh, there ? scratch.resolve(WHOLE) : data);
                whole = true;
            } finally {
                if (!whole) {
                    scratch.close();
                }
            }
            moveUp(scratch, data, renaming);
            return manifest;
        } catch (DirectoryNotEmptyException e) {
            throw notEmpty(); // somebody was quicker
        } catch (IOException e) {
            throw unwritable(data, e);
        }
    }

    private void fill(Scratch scratch, Manifest manifest) throws IOException {
        fresh = scratch.inner(PART);
        Archive.read(archive, this::put);
        demandContent(manifest);
        last.accept(fresh);
        RestoredJournal.note(fresh.resolve("tiers"), manifest.journalEnd(), NAMES);
    }

    /**
     * Ends what a restore into a directory that was there has begun, and a kill broke off: what it had brought whole is moved
     * into place, what it had not is removed.
     *
     * @throws BackupException when a restore into it runs, or the place does not allow it
     */
    public static void settle(Path data) {
        settle(data, () -> Scratch.all(data, Scratch.Kind.RESTORE));
    }

    private interface Leftovers {
        List<Path> find() throws IOException;
    }

    private static void settle(Path data, Leftovers leftovers) {
        try {
            for (Path each : leftovers.find()) {
                Optional<Scratch> left = Scratch.left(each);
                if (left.isPresent()) {
                    settle(data, left.get());
                } else if (Files.exists(each)) {
                    throw new BackupException(
                            BackupException.Kind.PLACE,
                            "a restore into " + data + " is under way in " + each + ". Wait for its end");
                }
            }
        } catch (IOException e) {
            throw unwritable(data, e);
        }
    }

    private static void settle(Path data, Scratch left) throws IOException {
        if (Files.isDirectory(left.resolve(WHOLE))) {
            moveUp(left, data, Renaming.ATOMIC);
            LOG.warn("moved into {} what a restore had brought there whole before it was killed", data);
        } else {
            left.sweep();
        }
    }

    /** Of whom nothing can be seen beside it, nothing is known. */
    private List<Path> beside() throws IOException {
        Path parent = data.getParent();
        return Files.isReadable(parent) ? Scratch.of(parent, Scratch.Kind.RESTORE, data) : List.of();
    }

    private static void moveUp(Scratch scratch, Path data, Renaming renaming) throws IOException {
        boolean done = false;
        try {
            for (Path each : Trees.children(scratch.resolve(WHOLE))) {
                renaming.rename(each, data.resolve(each.getFileName()));
            }
            done = true;
        } finally {
            if (done) {
                scratch.close();
            } else {
                scratch.leave();
            }
        }
    }

    private static BackupException unwritable(Path data, IOException e) {
        return new BackupException(
                BackupException.Kind.PLACE,
                data + " cannot be written: " + IoReason.of(e)
                        + ". Free some space, or give this user write access to its folder",
                e);
    }

    private void demandEmpty() throws IOException {
        if (Files.exists(data.resolve("run.json"))) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    "a server runs on " + data + ". Stop it, and restore into a directory where there is nothing");
        }
        if (Files.isDirectory(data)) {
            try (Stream<Path> found = Files.list(data)) {
                if (found.findAny().isPresent()) {
                    throw notEmpty();
                }
            }
        } else if (Files.exists(data)) {
            throw notEmpty();
        }
        Files.createDirectories(data.getParent());
    }

    private BackupException notEmpty() {
        return new BackupException(
                BackupException.Kind.PLACE,
                data + " is not empty, and a restore writes over nothing. Move it away first: mv " + data + " " + data
                        + ".old");
    }

    private void put(Manifest.Entry entry, InputStream from) throws IOException {
        Path to = inside(entry.path());
        if (!to.startsWith(fresh) || to.equals(fresh)) {
            throw new BackupException(
                    BackupException.Kind.ARCHIVE,
                    archive + " was changed: " + entry.path()
                            + " lies outside the data directory. Take another backup");
        }
        Files.createDirectories(to.getParent(), MY_FOLDER);
        try (FileChannel channel =
                FileChannel.open(to, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), MINE)) {
            from.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    private Path inside(String path) {
        try {
            return fresh.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new BackupException(
                    BackupException.Kind.ARCHIVE,
                    archive + " was changed: a path in it is none (" + e.getReason() + "). Take another backup",
                    e);
        }
    }

    private void demandContent(Manifest manifest) {
        List<DayDigest> found = Content.of(fresh.resolve("tiers"));
        if (!found.equals(manifest.days())) {
            throw new BackupException(
                    BackupException.Kind.ARCHIVE,
                    archive + " holds other messages than its manifest says. Take another backup");
        }
    }
}
