package io.kefu.storage.warm;

import io.kefu.storage.sqlite.WriteConnection;
import io.kefu.storage.tier.Outdated;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The messages that are to be removed, some at a time. */
final class Doomed {
    private final String sql;
    private final List<Object> values;

    private Doomed(String sql, List<Object> values) {
        this.sql = sql;
        this.values = values;
    }

    static Doomed expired(Outdated outdated) {
        List<Object> values = new ArrayList<>(List.of(outdated.day().toEpochDay()));
        String channels = in(outdated.allBut() ? " AND channel NOT" : " AND channel", outdated.channels(), values);
        String held = outdated.held().isEmpty()
                ? ""
                : " AND id >> " + WarmSchema.SEQ_BITS + " NOT IN (SELECT num FROM thread WHERE"
                        + in(" id", outdated.held(), values) + ")";
        return new Doomed("SELECT id FROM message WHERE day = ?" + channels + held + " LIMIT ?", values);
    }

    static Doomed ofVisitor(String visitor, Set<String> held) {
        String shift = " << " + WarmSchema.SEQ_BITS;
        List<Object> values = new ArrayList<>(List.of(visitor));
        return new Doomed(
                "SELECT m.id FROM thread t CROSS JOIN message m WHERE t.visitor = ?" + in(" AND t.id NOT", held, values)
                        + " AND m.id >= t.num" + shift + " AND m.id < (t.num + 1)" + shift + " LIMIT ?",
                values);
    }

    private static String in(String column, Set<String> among, List<Object> values) {
        if (among.isEmpty() && column.endsWith(" NOT")) {
            return "";
        }
        values.addAll(among);
        return column + " IN (" + String.join(", ", Collections.nCopies(among.size(), "?")) + ")";
    }

    List<Long> next(WriteConnection open, int limit) throws SQLException {
        List<Long> keys = new ArrayList<>();
        PreparedStatement select = open.statement(sql);
        bind(select, values);
        select.setInt(values.size() + 1, limit);
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                keys.add(row.getLong(1));
            }
        }
        return keys;
    }

    private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    static void forgetVisitor(WriteConnection open, String visitor, Set<String> held) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(visitor));
        String but = in(" AND id NOT", held, values);
        for (String table : List.of("thread", "conversation")) {
            PreparedStatement delete = open.statement("DELETE FROM " + table + " WHERE visitor = ?" + but);
            bind(delete, values);
            delete.executeUpdate();
        }
    }
}
