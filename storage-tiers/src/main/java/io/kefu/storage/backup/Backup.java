package io.kefu.storage.backup;

import io.kefu.storage.erasure.ErasureFile;
import io.kefu.storage.fault.IoReason;
import io.kefu.storage.sqlite.SqliteFile;
import io.kefu.storage.tier.DayDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Makes one archive of a data directory while its server writes to it.
 *
 * <p>The tiers' files are copied first, then the snapshots, then the journal, then all else: so nothing refers to what is
 * not there yet. The copy of the warm tier is brought to the journal's end, so that the days' digests are those of everything
 * that was acknowledged before. The archive has its name when it is whole and was read again.
 *
 * <p>Whoever was erased while it was made is erased again when it is restored: some of its files are from before.
 */
public final class Backup {
    /** Made again, or of no use elsewhere. */
    private static final Set<String> LEFT_OUT = Set.of("lock", "run.json", "demo-kill");

    /** Copies of what is in a bucket, and uploads that have not come to their end. */
    private static final List<Path> PASSING =
            List.of(Path.of("samples"), Path.of("files/copies"), Path.of("files/incoming"));

    /** Clocks are set. */
    private static final Duration DOUBT = Duration.ofMinutes(5);

    private final Path data;
    private final Path archive;

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
    }

    /**
     * Makes the archive. What it is made from lies in a hidden folder beside it meanwhile; one that a killed server has left
     * there is removed first, whichever archive it was for.
     *
     * @param version of the server
     * @throws BackupException when there is no room or the place does not allow it; nothing is left behind
     */
    public Manifest run(Source source, String version, Instant now) {
        try {
            demandPlace();
            Scratch.sweep(Scratch.all(archive.getParent(), Scratch.Kind.BACKUP));
            Room.demand(archive.getParent(), needed(), "a backup of " + data);
            try (Scratch scratch = Scratch.make(archive.getParent(), Scratch.Kind.BACKUP, archive)) {
                Path partial = scratch.resolve("partial");
                Manifest manifest = staged(source, new Work(scratch.inner("staging"), partial), version, now);
                Archive.verify(partial);
                Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE);
                return manifest;
            }
        } catch (IOException e) {
            throw new BackupException(
                    BackupException.Kind.PLACE,
                    archive + " cannot be written: " + IoReason.of(e)
                            + ". Free some space, or give this user write access to its folder",
                    e);
        }
    }

    /** Where the copies lie, and what is made of them. */
    private record Work(Path staging, Path partial) {}

    private void demandPlace() throws IOException {
        if (Files.exists(archive)) {
            throw new BackupException(BackupException.Kind.PLACE, archive + " is there already. Name another file");
        }
        if (archive.startsWith(data)
                || (Files.isDirectory(archive.getParent())
                        && archive.getParent().toRealPath().startsWith(data.toRealPath()))) {
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

    private Manifest staged(Source source, Work work, String version, Instant now) throws IOException {
        Path staging = work.staging();
        Path tiers = folder(staging.resolve("tiers"));
        Path journal = folder(staging.resolve("journal"));
        List<Manifest.Tier> kept = source.copyTiers(tiers);
        copy(data.resolve("tiers/aside.db"), tiers.resolve("aside.db"));
        copy(data.resolve("journal/snapshots.db"), journal.resolve("snapshots.db"));
        copy(data.resolve("journal/journal.db"), journal.resolve("journal.db"));
        Reach reach = source.carry(staging);
        List<DayDigest> days = Content.of(tiers);
        try (ArchiveWriter writer = new ArchiveWriter(work.partial())) {
            for (Path each : Trees.files(staging)) {
                if (!each.getFileName().toString().equals("lock")) {
                    writer.add(name(staging, each), each);
                }
            }
            addTheRest(writer, staging.resolve("one.db"), now);
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

    private void addTheRest(ArchiveWriter writer, Path copy, Instant now) throws IOException {
        for (Path each : Trees.files(data)) {
            Path in = data.relativize(each);
            boolean staged = in.startsWith("tiers") || in.startsWith("journal");
            if (!staged && PASSING.stream().noneMatch(in::startsWith) && !isLeftOut(each)) {
                add(writer, name(data, each), each, copy, now);
            }
        }
    }

    private static void add(ArchiveWriter writer, String name, Path file, Path copy, Instant now) throws IOException {
        try {
            if (isDatabase(file)) {
                Files.deleteIfExists(copy);
                copy(file, copy);
                settle(name, copy, now);
                writer.add(name, copy);
            } else {
                writer.add(name, file);
            }
        } catch (NoSuchFileException e) {
            // Swept since the directory was walked: nothing refers to it.
        }
    }

    /** Of the copies this one is the last: what it says of the others may not be so yet. */
    private static void settle(String name, Path copy, Instant now) {
        if (name.equals("erasures.db")) {
            try (ErasureFile erasures = ErasureFile.open(copy)) {
                erasures.again(now.minus(DOUBT));
            }
        } else if (name.equals("accounts.db")) {
            forgetCursor(new SqliteFile(copy));
        }
    }

    /** Which file is shown where is looked up again in the journal, which ends before. */
    private static void forgetCursor(SqliteFile accounts) {
        try (Connection connection = accounts.openWriter();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM file_cursor");
            connection.commit();
        } catch (SQLException e) {
            throw accounts.failed(e);
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
