package io.kefu.storage.sqlite;

import io.kefu.storage.fault.StorageException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A database's schema as numbered steps, of which {@code PRAGMA user_version} counts those taken. A released step is never
 * changed; a new one is appended.
 *
 * @param steps each a list of SQL statements, all of a step in one transaction with its number
 */
public record Schema(List<List<String>> steps) {
    public Schema {
        steps = steps.stream().map(List::copyOf).toList();
    }

    /** Takes the steps that are missing, each whole or not at all. */
    public void bring(SqliteFile file, WriteConnection writer) throws SQLException {
        int taken = writer.transaction(open -> version(open.connection()));
        if (taken > steps.size()) {
            throw new StorageException(file.path() + " has schema " + taken + ", this version knows " + steps.size()
                    + ": start the newer version that wrote it, or restore a backup of before");
        }
        for (int next = taken; next < steps.size(); next++) {
            take(next, writer);
        }
    }

    private void take(int step, WriteConnection writer) throws SQLException {
        writer.transaction(open -> {
            try (Statement statement = open.connection().createStatement()) {
                for (String sql : steps.get(step)) {
                    statement.execute(sql);
                }
                return statement.execute("PRAGMA user_version=" + (step + 1));
            }
        });
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            row.next();
            return row.getInt(1);
        }
    }
}
