package io.kefu.storage.warm;

import io.kefu.storage.sqlite.WriteConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The messages that are to be removed, some at a time. */
final class Doomed {
    private final String sql;
    private final Object parameter;

    private Doomed(String sql, Object parameter) {
        this.sql = sql;
        this.parameter = parameter;
    }

    static Doomed ofDay(LocalDate day) {
        return new Doomed("SELECT id FROM message WHERE day = ? LIMIT ?", day.toEpochDay());
    }

    static Doomed ofVisitor(String visitor) {
        String shift = " << " + WarmSchema.SEQ_BITS;
        return new Doomed(
                "SELECT m.id FROM thread t CROSS JOIN message m WHERE t.visitor = ?" + " AND m.id >= t.num" + shift
                        + " AND m.id < (t.num + 1)" + shift + " LIMIT ?",
                visitor);
    }

    List<Long> next(WriteConnection open, int limit) throws SQLException {
        List<Long> keys = new ArrayList<>();
        PreparedStatement select = open.statement(sql);
        select.setObject(1, parameter);
        select.setInt(2, limit);
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                keys.add(row.getLong(1));
            }
        }
        return keys;
    }

    static void forgetVisitor(WriteConnection open, String visitor) throws SQLException {
        for (String sql :
                List.of("DELETE FROM thread WHERE visitor = ?", "DELETE FROM conversation WHERE visitor = ?")) {
            PreparedStatement delete = open.statement(sql);
            delete.setString(1, visitor);
            delete.executeUpdate();
        }
    }
}
