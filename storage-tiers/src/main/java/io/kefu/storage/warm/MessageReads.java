package io.kefu.storage.warm;

import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Messages by conversation and by day. */
final class MessageReads {
    private MessageReads() {}

    static Slice slice(Connection connection, String conversation, Range range) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT num, visitor FROM thread WHERE id = ?")) {
            select.setString(1, conversation);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? slice(connection, new Numbered(row.getLong(1), conversation, row.getString(2)), range)
                        : Slice.EMPTY;
            }
        }
    }

    private record Numbered(long num, String conversation, String visitor) {}

    /** The newest number is read first: rows that a commit in between adds then make the answer newer than it says. */
    private static Slice slice(Connection connection, Numbered thread, Range range) throws SQLException {
        long newest = newest(connection, thread);
        List<StoredMessage> messages = switch (range) {
            case Range.After(long seq, int limit) ->
                rows(connection, thread, Math.max(seq, 0) + 1, WarmSchema.MOST_SEQ, limit, "ASC");
            case Range.Before(long seq, int limit) ->
                rows(connection, thread, 1, seq - 1, limit, "DESC").reversed();
            case Range.Newest(int limit) ->
                rows(connection, thread, 1, WarmSchema.MOST_SEQ, limit, "DESC").reversed();
        };
        return new Slice(messages, newest);
    }

    private static long newest(Connection connection, Numbered thread) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT coalesce(max(id), 0) FROM message WHERE id BETWEEN ? AND ?")) {
            select.setLong(1, WarmSchema.firstKey(thread.num()));
            select.setLong(2, WarmSchema.key(thread.num(), WarmSchema.MOST_SEQ));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return WarmSchema.seq(row.getLong(1));
            }
        }
    }

    private static List<StoredMessage> rows(
            Connection connection, Numbered thread, long first, long last, int limit, String order)
            throws SQLException {
        List<StoredMessage> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT " + MessageRow.COLUMNS
                + " FROM message m WHERE m.id BETWEEN ? AND ? ORDER BY m.id " + order + " LIMIT ?")) {
            select.setLong(1, WarmSchema.firstKey(thread.num()) + Math.min(first, WarmSchema.MOST_SEQ + 1));
            select.setLong(2, WarmSchema.firstKey(thread.num()) + Math.clamp(last, 0, WarmSchema.MOST_SEQ));
            select.setInt(3, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(MessageRow.message(row, thread.conversation(), thread.visitor()));
                }
            }
        }
        return found;
    }

    static Set<String> conversations(Connection connection, String visitor) throws SQLException {
        Set<String> found = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM thread WHERE visitor = ?")) {
            select.setString(1, visitor);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
        }
        return found;
    }

    static List<LocalDate> days(Connection connection) throws SQLException {
        List<LocalDate> days = new ArrayList<>();
        // From one day to the next by the index: a plain DISTINCT walks every message.
        try (PreparedStatement select = connection.prepareStatement("WITH RECURSIVE each (day) AS ("
                        + "SELECT min(day) FROM message UNION ALL"
                        + " SELECT (SELECT min(day) FROM message WHERE day > each.day) FROM each WHERE day IS NOT NULL)"
                        + " SELECT day FROM each WHERE day IS NOT NULL");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                days.add(LocalDate.ofEpochDay(row.getLong(1)));
            }
        }
        return days;
    }

    /** A piece of a day, and the key that the next piece comes after; it has no messages when the day is at its end. */
    record Piece(List<StoredMessage> messages, long lastKey) {}

    static Piece piece(Connection connection, LocalDate day, long afterKey, int limit) throws SQLException {
        List<StoredMessage> messages = new ArrayList<>();
        long last = afterKey;
        try (PreparedStatement select = connection.prepareStatement("SELECT " + MessageRow.COLUMNS
                + ", t.id, t.visitor FROM message m JOIN thread t ON t.num = m.id >> " + WarmSchema.SEQ_BITS
                + " WHERE m.day = ? AND m.id > ? ORDER BY m.id LIMIT ?")) {
            select.setLong(1, day.toEpochDay());
            select.setLong(2, afterKey);
            select.setInt(3, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    messages.add(MessageRow.message(row, row.getString(13), row.getString(14)));
                    last = row.getLong(1);
                }
            }
        }
        return new Piece(messages, last);
    }

    static TierFacts facts(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT sqlite_version(),"
                        + " (SELECT value FROM mark WHERE name = 'messages'),"
                        + " (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size),"
                        + " (SELECT min(day) FROM message), (SELECT max(day) FROM message)");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new TierFacts(row.getString(1), row.getLong(2), row.getLong(3), day(row, 4), day(row, 5));
        }
    }

    private static LocalDate day(ResultSet row, int column) throws SQLException {
        long day = row.getLong(column);
        return row.wasNull() ? null : LocalDate.ofEpochDay(day);
    }
}
