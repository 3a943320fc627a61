package io.kefu.storage.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Removes what the tier has of a visitor. The rows' bytes stay in the file until it is {@link DuckDbFile#renew renewed}. */
final class Erasure {
    private Erasure() {}

    /** Within one transaction; the answer is how many messages there were. */
    static long of(Connection connection, String visitor) throws SQLException {
        long removed = delete(
                connection,
                "DELETE FROM message m USING thread t WHERE t.visitor = ? AND m.key = t.key AND m.conversation = t.id",
                visitor);
        long threads = delete(connection, "DELETE FROM thread WHERE visitor = ?", visitor);
        if (removed + threads > 0 && !isTorn(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO mark VALUES ('" + DuckDbSchema.TORN + "', 1)");
            }
        }
        return removed;
    }

    /** Whether the file still has to be renewed, be it from an erasure that did not come to its end. */
    static boolean isTorn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return DuckDbFile.number(statement, "SELECT count(*) FROM mark WHERE name = '" + DuckDbSchema.TORN + "'")
                    > 0;
        }
    }

    private static long delete(Connection connection, String sql, String visitor) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, visitor);
            return delete.executeUpdate();
        }
    }
}
