package io.kefu.storage.duckdb;

import io.kefu.storage.fault.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A copy of all rows of a database file, made beside it to take its place. An engine of its own makes it, which sees nothing
 * but the rows that are left: it writes blocks as they lie in its memory, and memory that held a deleted row would leave
 * pieces of it between the others.
 *
 * <p>The engine says nothing when a database that it closes does not fit on the disk. So the copy is merged by a command
 * that does, and it takes the file's place only when it holds as many rows, by itself, and is on the disk.
 */
final class FreshCopy {
    /** Opens a database file that need not be there. */
    interface Opening {
        Connection open(Path database) throws SQLException;
    }

    private final Path file;
    private final Path fresh;
    private final Opening opening;

    FreshCopy(Path file, Opening opening) {
        this.file = file;
        this.fresh = Path.of(file + ".fresh");
        this.opening = opening;
    }

    /** Makes the copy; what is left of it when that fails is removed. */
    void write(Connection original) throws SQLException, IOException {
        boolean done = false;
        try {
            remove();
            DuckDbSchema.write(original, file);
            try (Connection own = opening.open(fresh)) {
                DuckDbSchema.fill(own, file);
                DuckDbSchema.execute(own, "CHECKPOINT");
            }
            demandWhole(rows(original));
            sync(fresh, StandardOpenOption.WRITE);
            done = true;
        } finally {
            if (!done) {
                remove();
            }
        }
    }

    private void demandWhole(long expected) throws SQLException, IOException {
        boolean merged = isMerged(fresh);
        long copied = 0;
        if (merged) {
            try (Connection own = opening.open(fresh)) {
                copied = rows(own);
            }
        }
        if (!merged || copied != expected) {
            throw new StorageException("the copy that was to take the place of " + file + " holds "
                    + (merged ? copied : "not all") + " of " + expected + " rows. Make room on its disk");
        }
    }

    private static long rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return DuckDbFile.number(
                    statement, "SELECT (SELECT count(*) FROM message) + (SELECT count(*) FROM thread)");
        }
    }

    /** Nobody has the file open any more. A crash on the way leaves one of the two, whole. */
    void takePlace() throws IOException {
        if (!isMerged(file)) {
            throw new StorageException(file + " has changes that could not be merged. Make room on its disk");
        }
        Files.deleteIfExists(wal(file));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.toAbsolutePath().getParent(), StandardOpenOption.READ);
        remove();
    }

    private static boolean isMerged(Path database) throws IOException {
        return !Files.exists(wal(database)) || Files.size(wal(database)) == 0;
    }

    private static Path wal(Path database) {
        return Path.of(database + ".wal");
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    /** Removes the copy, or what an attempt that did not come to its end left of it. */
    void remove() throws IOException {
        Files.deleteIfExists(fresh);
        Files.deleteIfExists(wal(fresh));
        for (Path rows : DuckDbSchema.rows(file)) {
            Files.deleteIfExists(rows);
        }
    }
}
