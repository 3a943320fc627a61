package io.kefu.storage.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Writes rows anew in the order in which they are read: the last ones once there are many, and a month's once it is over.
 * So a conversation is in few pieces of the table, however many batches brought it. Which rows are loose is known by their
 * number alone; to order one too many or too few changes nothing but the time of a read.
 */
final class RowOrder {
    /** Four pieces of the table: to order them takes a second or two. */
    static final long MOST_LOOSE = 4 * 122_880L;

    private final Statement statement;

    private RowOrder(Statement statement) {
        this.statement = statement;
    }

    /** Orders the last rows where they have become many, within one transaction. */
    static long loose(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long loose = DuckDbFile.number(statement, "SELECT value FROM mark WHERE name = 'loose'");
            if (loose >= MOST_LOOSE) {
                RowOrder order = new RowOrder(statement);
                order.again("rowid > " + (order.lastRow() - loose));
                statement.execute("UPDATE mark SET value = 0 WHERE name = 'loose'");
                return 0;
            }
            return loose;
        }
    }

    /**
     * Orders the oldest month that is over and not in order, within one transaction.
     *
     * @return whether there was one: there may be another
     */
    static boolean month(Connection connection, LocalDate today) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return new RowOrder(statement).month(YearMonth.from(today));
        }
    }

    private boolean month(YearMonth current) throws SQLException {
        long after = DuckDbFile.number(statement, "SELECT value FROM mark WHERE name = 'ordered'");
        long day = DuckDbFile.number(statement, "SELECT coalesce(min(day), -1) FROM message WHERE day >= " + after);
        if (day < 0 || !YearMonth.from(LocalDate.ofEpochDay(day)).isBefore(current)) {
            return false;
        }
        YearMonth month = YearMonth.from(LocalDate.ofEpochDay(day));
        long next = month.plusMonths(1).atDay(1).toEpochDay();
        again("day >= " + month.atDay(1).toEpochDay() + " AND day < " + next);
        statement.execute("UPDATE mark SET value = " + next + " WHERE name = 'ordered'");
        return true;
    }

    private long lastRow() throws SQLException {
        return DuckDbFile.number(statement, "SELECT coalesce(max(rowid), -1) FROM message");
    }

    private void again(String rows) throws SQLException {
        long last = lastRow();
        statement.execute("INSERT INTO message SELECT * FROM message WHERE " + rows + " ORDER BY key, seq");
        statement.executeUpdate("DELETE FROM message WHERE rowid <= " + last + " AND " + rows);
    }
}
