package io.kefu.storage.duckdb;

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
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Messages by conversation and by day. */
final class MessageReads {
    private final Connection connection;
    private final int boundSeconds;

    MessageReads(Connection connection, int boundSeconds) {
        this.connection = connection;
        this.boundSeconds = boundSeconds;
    }

    /** The newest number is read first: rows that a commit in between adds then make the answer newer than it says. */
    Slice slice(String conversation, Range range) throws SQLException {
        long newest = newest(conversation);
        if (newest == 0) {
            return Slice.EMPTY;
        }
        List<StoredMessage> messages = switch (range) {
            case Range.After(long seq, int limit) -> upwards(conversation, Math.max(seq, 0) + 1, newest, limit);
            case Range.Before(long seq, int limit) ->
                downwards(conversation, Math.min(Math.max(seq, 1) - 1, newest), limit);
            case Range.Newest(int limit) -> downwards(conversation, newest, limit);
        };
        return new Slice(messages, newest);
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(boundSeconds);
        return statement;
    }

    /** Numbers have no gap most often: as many as are asked for are then within as many numbers, and no row is read for nothing. */
    private List<StoredMessage> upwards(String conversation, long first, long newest, int limit) throws SQLException {
        long last = Math.min(first + limit - 1, newest);
        List<StoredMessage> found = all(conversation, first, last);
        return found.size() == limit || last >= newest ? found : rows(conversation, first, newest, limit, "ASC");
    }

    private List<StoredMessage> downwards(String conversation, long last, int limit) throws SQLException {
        long first = Math.max(1, last - limit + 1);
        List<StoredMessage> found = all(conversation, first, last);
        boolean all = found.size() == limit || first == 1;
        return all ? found : rows(conversation, 1, last, limit, "DESC").reversed();
    }

    private long newest(String conversation) throws SQLException {
        try (PreparedStatement select = prepare(
                "SELECT coalesce(max(seq), 0) FROM message WHERE " + of(conversation) + " AND conversation = ?")) {
            select.setString(1, conversation);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Numbers stand in the SQL itself: a parameter's value would come too late to leave out pieces of the table. */
    private static String of(String conversation) {
        return "key = " + ConversationKey.of(conversation);
    }

    /** Put in order here: the engine would carry whole rows through its sort, which takes longer than to read them. */
    private List<StoredMessage> all(String conversation, long first, long last) throws SQLException {
        List<StoredMessage> found = rows(conversation, first, last, "");
        found.sort(Comparator.comparingLong(StoredMessage::seq));
        return found;
    }

    private List<StoredMessage> rows(String conversation, long first, long last, int limit, String order)
            throws SQLException {
        return rows(conversation, first, last, " ORDER BY seq " + order + " LIMIT " + limit);
    }

    private List<StoredMessage> rows(String conversation, long first, long last, String which) throws SQLException {
        List<StoredMessage> found = new ArrayList<>();
        try (PreparedStatement select = prepare("SELECT " + MessageRow.COLUMNS + " FROM message WHERE "
                + of(conversation) + " AND seq BETWEEN " + first + " AND " + last + " AND conversation = ?" + which)) {
            select.setString(1, conversation);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(MessageRow.message(row));
                }
            }
        }
        return found;
    }

    List<LocalDate> days() throws SQLException {
        List<LocalDate> days = new ArrayList<>();
        try (PreparedStatement select = prepare("SELECT DISTINCT day FROM message ORDER BY day");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                days.add(LocalDate.ofEpochDay(row.getLong(1)));
            }
        }
        return days;
    }

    /** The rows are not gathered: the engine sorts them within its memory, and gives them as they are asked for. */
    void scan(LocalDate day, Consumer<StoredMessage> each) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + MessageRow.COLUMNS + " FROM message WHERE day = ? ORDER BY key, conversation, seq")) {
            select.setLong(1, day.toEpochDay());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    each.accept(MessageRow.message(row));
                }
            }
        }
    }

    TierFacts facts(long bytes) throws SQLException {
        try (PreparedStatement select = prepare("SELECT version(), count(*), min(day), max(day) FROM message");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new TierFacts(row.getString(1), row.getLong(2), bytes, day(row, 3), day(row, 4));
        }
    }

    private static LocalDate day(ResultSet row, int column) throws SQLException {
        long day = row.getLong(column);
        return row.wasNull() ? null : LocalDate.ofEpochDay(day);
    }
}
