package io.kefu.storage.backup;

import io.kefu.storage.tier.DayDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
 * Brings a backup back into a directory where there is nothing. The directory has its name only when all of it is there and
 * every file and every day's messages are those of the manifest; until then it lies beside it under another.
 */
public final class Restore {
    private static final FileAttribute<Set<PosixFilePermission>> MINE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> MY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path archive;
    private final Path data;
    private final Path fresh;
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
        this.fresh = this.data.resolveSibling("." + this.data.getFileName() + ".restoring");
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
            Room.demand(data.getParent(), manifest.bytes(), "restoring " + archive);
            Trees.remove(fresh);
            Files.createDirectory(fresh, MY_FOLDER);
            Archive.read(archive, this::put);
            demandContent(manifest);
            last.accept(fresh);
            Files.deleteIfExists(data);
            Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
            done = true;
            return manifest;
        } catch (IOException e) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    data + " cannot be written: " + e
                            + ". Free some space, or give this user write access to its folder",
                    e);
        } finally {
            if (!done) {
                Trees.removeQuietly(fresh);
            }
        }
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
        Path to = fresh.resolve(entry.path()).normalize();
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

    private void demandContent(Manifest manifest) {
        List<DayDigest> found = Content.of(fresh.resolve("tiers"));
        if (!found.equals(manifest.days())) {
            throw new BackupException(
                    BackupException.Kind.ARCHIVE,
                    archive + " holds other messages than its manifest says. Take another backup");
        }
    }
}
