package io.kefu.storage.journal;

import io.kefu.storage.sqlite.Columns;
import io.kefu.storage.sqlite.Schema;
import io.kefu.storage.sqlite.WriteConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The journal's rows. Keyed by offset alone: an index on the conversation costs four fifths of the rate at which records
 * can be written.
 */
final class JournalTable {
    static final Schema SCHEMA = new Schema(List.of(
            List.of(
                    """
            CREATE TABLE journal (
              offset INTEGER PRIMARY KEY,
              stream TEXT NOT NULL,
              epoch TEXT NOT NULL,
              seq INTEGER NOT NULL,
              kind INTEGER NOT NULL,
              author TEXT NOT NULL,
              client_msg_id TEXT NOT NULL,
              at INTEGER NOT NULL,
              body BLOB NOT NULL
            ) STRICT
            """,
                    "CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
                    "INSERT INTO mark VALUES ('next', 0), ('probe', 0)"),
            List.of("ALTER TABLE journal RENAME COLUMN author TO visitor")));

    private static final String INSERT = "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final long READ_BYTES = 8L << 20;

    private JournalTable() {}

    static void insert(WriteConnection transaction, long first, List<JournalRecord> batch) throws SQLException {
        PreparedStatement insert = transaction.statement(INSERT);
        long offset = first;
        for (JournalRecord each : batch) {
            insert.setLong(1, offset++);
            insert.setString(2, each.stream());
            insert.setString(3, each.epoch());
            insert.setLong(4, each.seq());
            insert.setInt(5, each.kind().code());
            insert.setString(6, each.visitor());
            insert.setString(7, each.clientMsgId());
            insert.setLong(8, each.atMillis());
            insert.setBytes(9, each.body());
            insert.addBatch();
        }
        insert.executeBatch();
    }

    static List<CommittedRecord> read(Connection connection, long from, int limit) throws SQLException {
        List<CommittedRecord> records = new ArrayList<>(Math.min(limit, 256));
        try (PreparedStatement select =
                connection.prepareStatement("SELECT offset, stream, epoch, seq, kind, visitor, client_msg_id, at, body"
                        + " FROM journal WHERE offset >= ? ORDER BY offset LIMIT ?")) {
            select.setLong(1, from);
            select.setInt(2, limit);
            long bytes = 0;
            Map<String, String> known = new HashMap<>(); // few epochs, often few conversations; gone when this returns
            try (ResultSet row = select.executeQuery()) {
                while (bytes < READ_BYTES && row.next()) {
                    CommittedRecord record = record(row, known);
                    records.add(record);
                    bytes += record.record().body().length;
                }
            }
        }
        return records;
    }

    private static CommittedRecord record(ResultSet row, Map<String, String> known) throws SQLException {
        return new CommittedRecord(
                row.getLong(1),
                new JournalRecord(
                        shared(Columns.text(row, 2), known),
                        shared(Columns.text(row, 3), known),
                        row.getLong(4),
                        RecordKind.of(row.getInt(5)),
                        shared(Columns.text(row, 6), known),
                        Columns.text(row, 7),
                        row.getLong(8),
                        row.getBytes(9)));
    }

    private static String shared(String text, Map<String, String> known) {
        String first = known.putIfAbsent(text, text);
        return first == null ? text : first;
    }

    /** Removes a range; {@code next} is kept beside it, as an empty table would forget it. */
    static void delete(WriteConnection transaction, long from, long to, long next) throws SQLException {
        PreparedStatement delete = transaction.statement("DELETE FROM journal WHERE offset >= ? AND offset < ?");
        delete.setLong(1, from);
        delete.setLong(2, to);
        delete.executeUpdate();
        PreparedStatement mark = transaction.statement("UPDATE mark SET value = ? WHERE name = 'next'");
        mark.setLong(1, next);
        mark.executeUpdate();
    }

    /** Looks the streams up in a walk over the range: there is no index to find them by. */
    static int erase(WriteConnection transaction, long from, long to, Set<String> streams) throws SQLException {
        List<Long> found = new ArrayList<>();
        PreparedStatement select = transaction.statement(
                "SELECT offset, stream FROM journal WHERE offset >= ? AND offset < ? AND length(body) > 0");
        select.setLong(1, from);
        select.setLong(2, to);
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                if (streams.contains(row.getString(2))) {
                    found.add(row.getLong(1));
                }
            }
        }
        PreparedStatement update =
                transaction.statement("UPDATE journal SET body = x'', client_msg_id = '' WHERE offset = ?");
        for (long offset : found) {
            update.setLong(1, offset);
            update.executeUpdate();
        }
        return found.size();
    }

    static Set<String> streamsOf(Connection connection, long from, long to, String visitor) throws SQLException {
        Set<String> streams = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT DISTINCT stream FROM journal WHERE offset >= ? AND offset < ? AND visitor = ?")) {
            select.setLong(1, from);
            select.setLong(2, to);
            select.setString(3, visitor);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    streams.add(row.getString(1));
                }
            }
        }
        return streams;
    }

    /** A write that changes nothing which matters: does the disk take one? */
    static int probe(WriteConnection transaction) throws SQLException {
        return transaction
                .statement("UPDATE mark SET value = value + 1 WHERE name = 'probe'")
                .executeUpdate();
    }

    static long next(Connection connection) throws SQLException {
        return number(
                connection,
                "SELECT max(coalesce((SELECT max(offset) + 1 FROM journal), 0),"
                        + " (SELECT value FROM mark WHERE name = 'next'))");
    }

    static long oldest(Connection connection, long next) throws SQLException {
        return number(connection, "SELECT coalesce((SELECT min(offset) FROM journal), " + next + ")");
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
