package io.kefu.storage.backup;

import io.kefu.storage.sqlite.SqliteFile;
import io.kefu.storage.tier.DayDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Makes one archive of a data directory while its server writes to it.
 *
 * <p>The tiers' files are copied first, then the snapshots, then the journal, then all else: so nothing refers to what is
 * not there yet. The copy of the warm tier is brought to the journal's end, so that the days' digests are those of everything
 * that was acknowledged before. The archive has its name when it is whole and was read again; until then its name ends in
 * {@code .partial}.
 */
public final class Backup {
    /** Made again, or of no use elsewhere. */
    private static final Set<String> LEFT_OUT = Set.of("lock", "run.json", "demo-kill");

    private final Path data;
    private final Path archive;
    private final Path partial;
    private final Path staging;

    /** What the server that holds the data directory does for a copy of it. */
    public interface Source {
        /**
         * Copies what the tiers have in files of their own into a directory, as of one moment for each, while no day moves
         * between them.
         */
        List<Manifest.Tier> copyTiers(Path directory);

        /** Carries the journal of a copied directory into the copied warm tier, to its end. */
        Reach carry(Path copied);
    }

    /** How far a journal reaches. */
    public record Reach(long begin, long end) {}

    /**
     * A backup that has not begun.
     *
     * @param data the data directory
     * @param archive a file that is not there
     */
    public Backup(Path data, Path archive) {
        this.data = data.toAbsolutePath().normalize();
        this.archive = archive.toAbsolutePath().normalize();
        this.partial = this.archive.resolveSibling(this.archive.getFileName() + ".partial");
        this.staging = this.archive.resolveSibling(this.archive.getFileName() + ".staging");
    }

    /**
     * Makes the archive.
     *
     * @param version of the server
     * @throws BackupException when there is no room or the place does not allow it; nothing is left behind
     */
    public Manifest run(Source source, String version, Instant now) {
        try {
            demandPlace();
            Trees.remove(staging);
            Files.deleteIfExists(partial);
            Room.demand(archive.getParent(), needed(), "a backup of " + data);
            Manifest manifest = staged(source, version, now);
            Archive.verify(partial);
            Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE);
            return manifest;
        } catch (IOException e) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    archive + " cannot be written: " + e
                            + ". Free some space, or give this user write access to its folder",
                    e);
        } finally {
            Trees.removeQuietly(staging);
            Trees.removeQuietly(partial);
        }
    }

    private void demandPlace() {
        if (Files.exists(archive)) {
            throw new BackupException(BackupException.Kind.PLACE, archive + " is there already. Name another file");
        }
        if (archive.startsWith(data)) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    archive + " is in the data directory, which a backup is to outlive. Name a file elsewhere");
        }
        if (!Files.isDirectory(archive.getParent())) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    archive.getParent() + " is no directory. Make it, or name another place");
        }
    }

    /** The archive at its largest, and the copies of the databases beside it. */
    private long needed() throws IOException {
        long needed = 0;
        for (Path each : Trees.files(data)) {
            needed += size(each) * (isDatabase(each) ? 2 : 1);
        }
        return needed;
    }

    /** What is gone meanwhile, such as a file that was swept, takes nothing. */
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static boolean isDatabase(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".db") || name.endsWith(".duckdb");
    }

    private Manifest staged(Source source, String version, Instant now) throws IOException {
        Path tiers = folder(staging.resolve("tiers"));
        Path journal = folder(staging.resolve("journal"));
        List<Manifest.Tier> kept = source.copyTiers(tiers);
        copy(data.resolve("tiers/aside.db"), tiers.resolve("aside.db"));
        copy(data.resolve("journal/snapshots.db"), journal.resolve("snapshots.db"));
        copy(data.resolve("journal/journal.db"), journal.resolve("journal.db"));
        Reach reach = source.carry(staging);
        List<DayDigest> days = Content.of(tiers);
        try (ArchiveWriter writer = new ArchiveWriter(partial)) {
            for (Path each : Trees.files(staging)) {
                if (!each.getFileName().toString().equals("lock")) {
                    writer.add(name(staging, each), each);
                }
            }
            addTheRest(writer);
            Manifest manifest = new Manifest(version, now, reach.begin(), reach.end(), kept, days, writer.entries());
            writer.finish(manifest);
            return manifest;
        }
    }

    private static void copy(Path file, Path to) {
        new SqliteFile(file).copyTo(to);
    }

    private static Path folder(Path path) throws IOException {
        return Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private void addTheRest(ArchiveWriter writer) throws IOException {
        for (Path each : Trees.files(data)) {
            Path in = data.relativize(each);
            boolean staged = in.startsWith("tiers") || in.startsWith("journal");
            if (!staged && !in.startsWith("samples") && !isLeftOut(each)) {
                add(writer, name(data, each), each);
            }
        }
    }

    private void add(ArchiveWriter writer, String name, Path file) throws IOException {
        try {
            if (isDatabase(file)) {
                Path copy = staging.resolve("one.db");
                Files.deleteIfExists(copy);
                copy(file, copy);
                writer.add(name, copy);
            } else {
                writer.add(name, file);
            }
        } catch (NoSuchFileException e) {
            // Swept since the directory was walked: nothing refers to it.
        }
    }

    private static boolean isLeftOut(Path file) {
        String name = file.getFileName().toString();
        return LEFT_OUT.contains(name)
                || name.endsWith("-wal")
                || name.endsWith("-shm")
                || name.endsWith(".next")
                || name.startsWith(".");
    }
}
