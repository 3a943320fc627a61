package io.kefu.storage.backup;

import io.kefu.storage.fault.IoReason;
import io.kefu.storage.projection.RestoredJournal;
import io.kefu.storage.tier.DayDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
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
     * @throws BackupException when the place or the archive does not allow it; nothing is left behind, but for moves into a
     *     directory that was there which broke off: what is whole stays then, and {@link #settle} ends them
     */
    public Manifest run() {
        try {
            settle(data);
            settle(data, () -> Scratch.of(data.getParent(), Scratch.Kind.RESTORE, data));
            demandEmpty();
            Manifest manifest = Archive.manifest(archive);
            boolean there = Files.isDirectory(data);
            Path beside = there ? data : data.getParent();
            Room.demand(beside, manifest.bytes(), "restoring " + archive);
            Scratch scratch = Scratch.make(beside, Scratch.Kind.RESTORE, data);
            boolean whole = false;
            try {
                demandAlone(scratch);
                fill(scratch, manifest);
                demandAlone(scratch);
                name(there ? scratch.resolve(WHOLE) : data);
                whole = true;
            } finally {
                if (!whole) {
                    scratch.close();
                }
            }
            moveUp(scratch, data, renaming);
            return manifest;
        } catch (IOException e) {
            throw unwritable(data, e);
        }
    }

    /** Of two that found the place empty the later one sees the other's, whichever that is: they may both give way. */
    private void demandAlone(Scratch mine) throws IOException {
        for (Path each : Trees.children(data)) {
            if (!mine.is(each)) {
                throw Scratch.all(data, Scratch.Kind.RESTORE).contains(each) ? underWay(data, each) : notEmpty();
            }
        }
    }

    private void name(Path to) throws IOException {
        try {
            renaming.rename(fresh, to);
        } catch (FileSystemException e) {
            if (to.equals(data) && Files.exists(data)) {
                throw notEmpty(); // somebody was quicker
            }
            throw e;
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
                Optional<Scratch> left = left(data, each);
                if (left.isPresent()) {
                    settle(data, left.get());
                } else if (Files.exists(each)) {
                    throw underWay(data, each);
                }
            }
        } catch (IOException e) {
            throw unwritable(data, e);
        }
    }

    private static Optional<Scratch> left(Path data, Path folder) throws IOException {
        try {
            return Scratch.left(folder);
        } catch (AccessDeniedException e) {
            String owner = Files.getOwner(folder).getName();
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    "a restore into " + data + " by " + owner + " runs or was killed: " + folder
                            + " is not for this user to read. Wait for its end, or say it again as " + owner
                            + ": sudo -u " + owner + " kefuctl restore FILE --data " + data + " --erased PATH",
                    e);
        }
    }

    private static BackupException underWay(Path data, Path folder) {
        return new BackupException(
                BackupException.Kind.PLACE,
                "a restore into " + data + " is under way in " + folder + ". Wait for its end");
    }

    private static void settle(Path data, Scratch left) throws IOException {
        if (Files.isDirectory(left.resolve(WHOLE))) {
            moveUp(left, data, Renaming.ATOMIC);
            LOG.warn("moved into {} what a restore had brought there whole before it was killed", data);
        } else {
            left.sweep();
        }
    }

    private static void moveUp(Scratch scratch, Path data, Renaming renaming) throws IOException {
        boolean done = false;
        try {
            List<Path> all = Trees.children(scratch.resolve(WHOLE));
            for (Path each : all) {
                demandFree(data.resolve(each.getFileName()), each);
            }
            for (Path each : all) {
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

    /** A move would write over a file without a word. */
    private static void demandFree(Path to, Path from) {
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    to + " has come into the way of a restore, which writes over nothing and has its own in " + from
                            + ". Move it away: mv " + to + " " + to + ".old");
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
