package io.kefu.storage.accounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * {@code V1.sql}, {@code V2.sql} … beside this class, each applied once in one transaction; {@code PRAGMA user_version}
 * remembers how far. A file written by a newer program is refused rather than guessed at.
 */
final class Migrations {
    static final int CURRENT = 2;

    private Migrations() {}

    static void bringUpToDate(Connection connection, Path file) throws SQLException {
        int version = version(connection);
        if (version > CURRENT) {
            throw new AccountsException(file + " has version " + version + ", this program knows " + CURRENT
                    + " — start the newer program, or restore the backup made before the upgrade");
        }
        for (int next = version + 1; next <= CURRENT; next++) {
            apply(connection, next);
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.getInt(1);
        }
    }

    private static void apply(Connection connection, int version) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // The scripts are ours and hold no semicolon inside a literal.
            for (String sql : script(version).split(";\\s*\\n", -1)) {
                if (!sql.isBlank()) {
                    statement.executeUpdate(sql);
                }
            }
            statement.executeUpdate("PRAGMA user_version = " + version);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static String script(int version) {
        try (var in = Migrations.class.getResourceAsStream("V" + version + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
