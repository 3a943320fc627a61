package io.kefu.storage.duckdb;

import io.kefu.storage.tier.Outdated;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Removes what the tier has of a visitor. The rows' bytes stay in the file until it is {@link DuckDbFile#renew renewed}. */
final class Erasure {
    private Erasure() {}

    /** Within one transaction; the answer is how many messages there were. */
    static long of(Connection connection, String visitor, Set<String> held) throws SQLException {
        List<Object> those = new ArrayList<>(List.of(visitor));
        String kept = in(" AND t.id NOT", held, those);
        long removed = delete(
                connection,
                "DELETE FROM message m USING thread t WHERE t.visitor = ? AND m.key = t.key AND m.conversation = t.id"
                        + kept,
                those);
        long threads = delete(connection, "DELETE FROM thread t WHERE visitor = ?" + kept, those);
        if (removed + threads > 0 && !isTorn(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO mark VALUES ('" + DuckDbSchema.TORN + "', 1)");
            }
        }
        return removed;
    }

    /** Removes what has had its time, as many as the answer says; its bytes are written over when the engine likes. */
    static long expired(Connection connection, Outdated outdated) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(outdated.day().toEpochDay()));
        return delete(
                connection,
                "DELETE FROM message WHERE day = ?"
                        + in(outdated.allBut() ? " AND channel NOT" : " AND channel", outdated.channels(), values)
                        + in(" AND conversation NOT", outdated.held(), values),
                values);
    }

    private static String in(String column, Set<String> among, List<Object> values) {
        if (among.isEmpty() && column.endsWith(" NOT")) {
            return "";
        }
        values.addAll(among);
        return column + " IN (" + String.join(", ", Collections.nCopies(among.size(), "?")) + ")";
    }

    /** Whether the file still has to be renewed, be it from an erasure that did not come to its end. */
    static boolean isTorn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return DuckDbFile.number(statement, "SELECT count(*) FROM mark WHERE name = '" + DuckDbSchema.TORN + "'")
                    > 0;
        }
    }

    private static long delete(Connection connection, String sql, List<Object> values) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                delete.setObject(i + 1, values.get(i));
            }
            return delete.executeUpdate();
        }
    }
}
