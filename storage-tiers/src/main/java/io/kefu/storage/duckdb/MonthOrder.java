package io.kefu.storage.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;

/** Writes the rows of a month that is over anew, in the order in which they are read. */
final class MonthOrder {
    private final Statement statement;

    private MonthOrder(Statement statement) {
        this.statement = statement;
    }

    /**
     * Orders the oldest month that is over and not in order, within one transaction.
     *
     * @return whether there was one: there may be another
     */
    static boolean next(Connection connection, LocalDate today) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return new MonthOrder(statement).next(YearMonth.from(today));
        }
    }

    private boolean next(YearMonth current) throws SQLException {
        long after = DuckDbFile.number(statement, "SELECT value FROM mark WHERE name = 'ordered'");
        long day = DuckDbFile.number(statement, "SELECT coalesce(min(day), -1) FROM message WHERE day >= " + after);
        if (day < 0 || !YearMonth.from(LocalDate.ofEpochDay(day)).isBefore(current)) {
            return false;
        }
        YearMonth month = YearMonth.from(LocalDate.ofEpochDay(day));
        order(month.atDay(1).toEpochDay(), month.plusMonths(1).atDay(1).toEpochDay());
        return true;
    }

    private void order(long first, long next) throws SQLException {
        String rows = "day >= " + first + " AND day < " + next;
        long last = DuckDbFile.number(statement, "SELECT coalesce(max(rowid), -1) FROM message");
        statement.execute("INSERT INTO message SELECT * FROM message WHERE " + rows + " ORDER BY key, seq");
        statement.executeUpdate("DELETE FROM message WHERE rowid <= " + last + " AND " + rows);
        statement.execute("UPDATE mark SET value = " + next + " WHERE name = 'ordered'");
    }
}
