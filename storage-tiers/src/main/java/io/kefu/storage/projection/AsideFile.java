package io.kefu.storage.projection;

import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.sqlite.Schema;
import io.kefu.storage.sqlite.SqliteStore;
import io.kefu.storage.sqlite.WriteConnection;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records that a tier could not hold, whole, with the reason: kept beyond the journal's own window, so that a later
 * version can bring them in. Each is written before the projector's cursor passes it.
 */
public final class AsideFile implements AutoCloseable {
    private static final Schema SCHEMA =
            new Schema(List.of(List.of("""
            CREATE TABLE aside (
              tier TEXT NOT NULL,
              offset INTEGER NOT NULL,
              stream TEXT NOT NULL,
              epoch TEXT NOT NULL,
              seq INTEGER NOT NULL,
              kind INTEGER NOT NULL,
              author TEXT NOT NULL,
              client_msg_id TEXT NOT NULL,
              at INTEGER NOT NULL,
              body BLOB NOT NULL,
              reason TEXT NOT NULL,
              PRIMARY KEY (tier, offset)
            ) STRICT
            """), List.of("ALTER TABLE aside RENAME COLUMN author TO visitor")));

    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final int MOST_PLACES = 10_000;
    private static final int MOST_REASON = 1_000;

    private final SqliteStore store;

    private AsideFile(SqliteStore store) {
        this.store = store;
    }

    public static AsideFile open(Path path) {
        return new AsideFile(SqliteStore.open(path, SCHEMA, 1));
    }

    void put(String tier, CommittedRecord record, String reason) {
        store.write(open -> put(open, tier, record, reason));
        store.look();
    }

    private static int put(WriteConnection open, String tier, CommittedRecord committed, String reason)
            throws SQLException {
        JournalRecord record = committed.record();
        PreparedStatement put = open.statement("INSERT OR REPLACE INTO aside VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        put.setString(1, tier);
        put.setLong(2, committed.offset());
        put.setString(3, record.stream());
        put.setString(4, record.epoch());
        put.setLong(5, record.seq());
        put.setInt(6, record.kind().code());
        put.setString(7, record.visitor());
        put.setString(8, record.clientMsgId());
        put.setLong(9, record.atMillis());
        put.setBytes(10, record.body());
        put.setString(11, reason.substring(0, Math.min(reason.length(), MOST_REASON)));
        return put.executeUpdate();
    }

    /**
     * Removes what is here of conversations.
     *
     * @return how many records that were
     */
    public long erase(Collection<String> streams) {
        long removed = store.write(open -> {
            long rows = 0;
            for (String each : streams) {
                PreparedStatement delete = open.statement("DELETE FROM aside WHERE stream = ?");
                delete.setString(1, each);
                rows += delete.executeUpdate();
            }
            return rows;
        });
        store.empty();
        return removed;
    }

    public long count(String tier) {
        return store.read(BOUND, connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM aside WHERE tier = ?")) {
                select.setString(1, tier);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** The messages that a tier could not hold, the latest of them, as {@code stream seq}. */
    public Set<String> places(String tier) {
        return store.read(BOUND, connection -> {
            Set<String> found = new HashSet<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT stream, seq FROM aside WHERE tier = ? ORDER BY offset DESC LIMIT " + MOST_PLACES)) {
                select.setString(1, tier);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(row.getString(1) + " " + row.getLong(2));
                    }
                }
            }
            return found;
        });
    }

    /** The latest ones, newest first. */
    public List<AsideRecord> latest(int limit) {
        return store.read(BOUND, connection -> {
            List<AsideRecord> found = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT tier, offset, stream, reason, at FROM aside ORDER BY offset DESC, tier LIMIT ?")) {
                select.setInt(1, limit);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(new AsideRecord(
                                row.getString(1), row.getLong(2), row.getString(3), row.getString(4), row.getLong(5)));
                    }
                }
            }
            return found;
        });
    }

    @Override
    public void close() {
        store.close();
    }
}
