package io.kefu.storage.journal;

import io.kefu.storage.sqlite.ReadConnections;
import io.kefu.storage.sqlite.Schema;
import io.kefu.storage.sqlite.SqliteFile;
import io.kefu.storage.sqlite.WalKeeper;
import io.kefu.storage.sqlite.WriteConnection;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Snapshots and the offset they are folded up to, in a file of their own beside the journal's, so that a checkpoint of
 * many snapshots never holds up an append. A copy of both takes this file first: a snapshot ahead of its journal would be
 * of records that the journal lacks.
 */
final class SnapshotFile implements AutoCloseable {
    private static final Schema SCHEMA = new Schema(List.of(
            List.of(
                    """
            CREATE TABLE snapshot (
              stream TEXT PRIMARY KEY,
              offset INTEGER NOT NULL,
              version INTEGER NOT NULL,
              body BLOB NOT NULL
            ) STRICT
            """,
                    "CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
                    "INSERT INTO mark VALUES ('checkpoint', 0)"),
            // A start must not look at the thousands that are closed to find the few that are open.
            List.of(
                    "ALTER TABLE snapshot ADD COLUMN open INTEGER NOT NULL DEFAULT 1",
                    "CREATE INDEX snapshot_open ON snapshot (stream) WHERE open = 1")));

    private static final String SELECT = "SELECT stream, offset, version, open, body FROM snapshot WHERE ";

    private static final Duration ONE = Duration.ofSeconds(2);
    private static final Duration ALL = Duration.ofMinutes(2);
    private static final long WAL_SOFT = 4L << 20;
    private static final long WAL_HARD = 64L << 20;

    private final SqliteFile file;
    private final WriteConnection writer;
    private final ReadConnections readers;
    private final WalKeeper wal;
    private volatile long checkpoint;

    SnapshotFile(Path path) {
        file = new SqliteFile(path);
        writer = new WriteConnection(file);
        readers = new ReadConnections(file, 2);
        wal = new WalKeeper(file, WAL_SOFT, WAL_HARD, writer);
    }

    void load() {
        try {
            SCHEMA.bring(file, writer);
            checkpoint = writer.transaction(
                    open -> JournalTable.number(open.connection(), "SELECT value FROM mark WHERE name = 'checkpoint'"));
        } catch (SQLException e) {
            throw file.failed(e);
        }
    }

    long checkpointOffset() {
        return checkpoint;
    }

    void checkpoint(List<Snapshot> changed, List<String> dropped, long offset) throws SQLException {
        writer.transaction(open -> {
            put(open, changed);
            drop(open, dropped);
            PreparedStatement mark = open.statement("UPDATE mark SET value = max(value, ?) WHERE name = 'checkpoint'");
            mark.setLong(1, offset);
            return mark.executeUpdate();
        });
        checkpoint = Math.max(checkpoint, offset);
    }

    private static void put(WriteConnection open, List<Snapshot> changed) throws SQLException {
        PreparedStatement put = open.statement(
                "INSERT OR REPLACE INTO snapshot (stream, offset, version, open, body) VALUES (?, ?, ?, ?, ?)");
        for (Snapshot each : changed) {
            put.setString(1, each.stream());
            put.setLong(2, each.offset());
            put.setInt(3, each.version());
            put.setInt(4, each.open() ? 1 : 0);
            put.setBytes(5, each.body());
            put.addBatch();
        }
        put.executeBatch();
    }

    private static void drop(WriteConnection open, List<String> dropped) throws SQLException {
        PreparedStatement drop = open.statement("DELETE FROM snapshot WHERE stream = ?");
        for (String each : dropped) {
            drop.setString(1, each);
            drop.addBatch();
        }
        drop.executeBatch();
    }

    Optional<Snapshot> snapshot(String stream) {
        return readers.read(ONE, connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT + "stream = ?")) {
                select.setString(1, stream);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(snapshot(row)) : Optional.empty();
                }
            }
        });
    }

    void openSnapshots(Consumer<Snapshot> to) {
        readers.read(ALL, connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT + "open = 1");
                    ResultSet row = select.executeQuery()) {
                long count = 0;
                for (; row.next(); count++) {
                    to.accept(snapshot(row));
                }
                return count;
            }
        });
    }

    private static Snapshot snapshot(ResultSet row) throws SQLException {
        return new Snapshot(row.getString(1), row.getLong(2), row.getInt(3), row.getInt(4) == 1, row.getBytes(5));
    }

    SqliteFile file() {
        return file;
    }

    void scrub() {
        wal.empty();
    }

    void keep() {
        wal.look();
    }

    @Override
    public void close() {
        wal.close();
        readers.close();
        writer.close();
    }
}
