package io.kefu.storage.clickhouse;

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
import java.util.List;
import java.util.function.Consumer;

/** Messages by conversation and by day. */
final class MessageReads {
    /** Above so many rows they are not counted but taken from the parts' own counts, superseded rows among them. */
    private static final long COUNTED = 5_000_000;

    /** In the order of the key, of which the server then reads the end alone, however long the conversation is. */
    private static final String LAST =
            "SELECT seq FROM message WHERE conversation = ? ORDER BY conversation DESC, seq DESC LIMIT 1";

    private final Connection connection;

    MessageReads(Connection connection) {
        this.connection = connection;
    }

    /** The newest number is read first: rows that come in between then make the answer newer than it says. */
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

    /** Numbers have no gap most often: as many as are asked for are then within as many numbers, and no row is read for nothing. */
    private List<StoredMessage> upwards(String conversation, long first, long newest, int limit) throws SQLException {
        long last = Math.min(first + limit - 1, newest);
        List<StoredMessage> found = rows(conversation, first, last, limit, "ASC");
        return found.size() == limit || last >= newest ? found : rows(conversation, first, newest, limit, "ASC");
    }

    private List<StoredMessage> downwards(String conversation, long last, int limit) throws SQLException {
        long first = Math.max(1, last - limit + 1);
        List<StoredMessage> found = rows(conversation, first, last, limit, "DESC");
        boolean all = found.size() == limit || first == 1;
        return (all ? found : rows(conversation, 1, last, limit, "DESC")).reversed();
    }

    private long newest(String conversation) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LAST)) {
            select.setString(1, conversation);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private List<StoredMessage> rows(String conversation, long first, long last, int limit, String order)
            throws SQLException {
        List<StoredMessage> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT " + MessageRow.COLUMNS
                + " FROM message FINAL WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq " + order + " LIMIT "
                + limit)) {
            select.setString(1, conversation);
            select.setLong(2, first);
            select.setLong(3, last);
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
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT DISTINCT toInt32(day) AS d FROM message ORDER BY d");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                days.add(LocalDate.ofEpochDay(row.getLong(1)));
            }
        }
        return days;
    }

    /** In the order of the key, in which the server reads it anyway. */
    void scan(LocalDate day, Consumer<StoredMessage> each) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + MessageRow.COLUMNS
                + " FROM message FINAL WHERE day = toDate(?) ORDER BY conversation, seq")) {
            select.setLong(1, day.toEpochDay());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    each.accept(MessageRow.message(row));
                }
            }
        }
    }

    long count(LocalDate day) throws SQLException {
        return number("SELECT count() FROM message FINAL WHERE day = toDate(" + day.toEpochDay() + ")");
    }

    TierFacts facts() throws SQLException {
        long rows = number("SELECT sum(rows) FROM system.parts WHERE active AND table = 'message'"
                + " AND database = currentDatabase()");
        long messages = rows > COUNTED ? rows : number("SELECT count() FROM message FINAL");
        try (PreparedStatement select = connection.prepareStatement("SELECT version(), (SELECT sum(bytes_on_disk)"
                        + " FROM system.parts WHERE active AND database = currentDatabase()),"
                        + " toInt32(min(day)), toInt32(max(day)) FROM message");
                ResultSet row = select.executeQuery()) {
            row.next();
            boolean some = messages > 0;
            return new TierFacts(
                    row.getString(1),
                    messages,
                    row.getLong(2),
                    some ? LocalDate.ofEpochDay(row.getLong(3)) : null,
                    some ? LocalDate.ofEpochDay(row.getLong(4)) : null);
        }
    }

    private long number(String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
