package io.kefu.storage.clickhouse;

import io.kefu.storage.tier.Outdated;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A day's rows that have had their time. */
record Expired(String where, List<Object> values) {
    static Expired of(Outdated outdated) {
        List<Object> values = new ArrayList<>(List.of(outdated.day().toEpochDay()));
        return new Expired(
                " WHERE day = toDate(?)"
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

    /** Answers how many messages there were. */
    long drop(Connection connection) throws SQLException {
        long count = 0;
        try (PreparedStatement select = prepare(connection, "SELECT count() FROM message FINAL");
                ResultSet row = select.executeQuery()) {
            count = row.next() ? row.getLong(1) : 0;
        }
        if (count > 0) {
            try (PreparedStatement delete = prepare(connection, "DELETE FROM message")) {
                delete.execute();
            }
        }
        return count;
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql + where);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }
}
