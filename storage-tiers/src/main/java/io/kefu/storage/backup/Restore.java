package io.kefu.storage.backup;

import io.kefu.storage.fault.IoReason;
import io.kefu.storage.projection.RestoredJournal;
import io.kefu.storage.tier.DayDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Brings a backup back into a directory where there is nothing. What is restored has its name only when all of it is there
 * and every file and every day's messages are those of the manifest; until then it lies under another, which is hidden.
 */
public final class Restore {
    private static final FileAttribute<Set<PosixFilePermission>> MINE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> MY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Any may stand in a database server, whose rows are not in the archive. */
    private static final List<String> NAMES = List.of("hot", "warm", "cold");

    private final Path archive;
    private final Path data;
    private Path fresh;
    private final Consumer<Path> last;

    /**
     * A restore that has not begun.
     *
     * @param data the data directory: missing or empty
     * @param last what else is done to the restored files before they have their name: erasing again who was erased since
     */
    public Restore(Path archive, Path data, Consumer<Path> last) {
        this.archive = archive.toAbsolutePath().normalize();
        this.data = data.toAbsolutePath().normalize();
        this.last = last;
    }

    /**
     * Restores.
     *
     * @throws BackupException when the place or the archive does not allow it; nothing is left behind
     */
    public Manifest run() {
        boolean done = false;
        try {
            demandEmpty();
            Manifest manifest = Archive.manifest(archive);
            boolean there = Files.isDirectory(data);
            Path beside = there ? data : data.getParent();
            Room.demand(beside, manifest.bytes(), "restoring " + archive);
            fresh = Files.createTempDirectory(beside, "." + data.getFileName() + ".restoring", MY_FOLDER);
            Archive.read(archive, this::put);
            demandContent(manifest);
            last.accept(fresh);
            RestoredJournal.note(fresh.resolve("tiers"), manifest.journalEnd(), NAMES);
            if (there) {
                moveUp();
            } else {
                Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
            }
            done = true;
            return manifest;
        } catch (IOException e) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    data + " cannot be written: " + IoReason.of(e)
                            + ". Free some space, or give this user write access to its folder",
                    e);
        } finally {
            if (!done && fresh != null) {
                Trees.removeQuietly(fresh);
            }
        }
    }

    /** An empty directory may be where a disk is mounted: it stays, and is filled by moves alone. */
    private void moveUp() throws IOException {
        try (Stream<Path> found = Files.list(fresh)) {
            for (Path each : found.sorted().toList()) {
                Files.move(each, data.resolve(each.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.delete(fresh);
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
