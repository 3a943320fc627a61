package io.kefu.storage.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Removes what the tier has of a visitor. The rows' bytes stay in the file until it is {@link DuckDbFile#renew renewed}. */
final class Erasure {
    private Erasure() {}

    /** Within one transaction; the answer is how many messages there were. */
    static long of(Connection connection, String visitor) throws SQLException {
        long removed = delete(
                connection,
                "DELETE FROM message m USING thread t WHERE t.visitor = ? AND m.key = t.key AND m.conversation = t.id",
                visitor);
        delete(connection, "DELETE FROM thread WHERE visitor = ?", visitor);
        return removed;
    }

    private static long delete(Connection connection, String sql, String visitor) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, visitor);
            return delete.executeUpdate();
        }
    }
}
