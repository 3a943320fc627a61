package io.kefu.storage.mysql;

import io.kefu.storage.sql.JdbcAddress;
import io.kefu.storage.tier.TierUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tier relies on: a version with what it uses, a database, texts of any language, and errors instead of silently
 * cut values.
 */
record MySqlDemands(
        String version, String database, String charset, String sqlMode, int pairs, String place, boolean readOnly) {
    private static final int MAJOR = 8;
    private static final int MINOR = 4;

    static void check(Connection connection, JdbcAddress address) throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            String version = text(statement, "SELECT version()");
            wrong.addAll(wrongVersion(version, address.toString()));
            if (wrong.isEmpty()) {
                wrong.addAll(of(statement, version, address).wrong());
            }
        }
        if (!wrong.isEmpty()) {
            throw new TierUnavailableException(String.join("; ", wrong));
        }
    }

    private static MySqlDemands of(Statement statement, String version, JdbcAddress address) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT database(), @@character_set_database, @@GLOBAL.sql_mode,"
                + " @@ngram_token_size, @@GLOBAL.read_only")) {
            row.next();
            return new MySqlDemands(
                    version,
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getInt(4),
                    address.toString(),
                    row.getBoolean(5));
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static List<String> wrongVersion(String version, String place) {
        String[] parts = version.split("[^0-9]+", 3);
        boolean maria = version.contains("MariaDB");
        int major = number(parts, 0);
        boolean old = major < MAJOR || (major == MAJOR && number(parts, 1) < MINOR);
        return maria || old
                ? List.of("the server at " + place + " is " + version
                        + ": Kefu needs MySQL 8.4 or 9, whose full-text index knows Chinese words of two characters."
                        + " Upgrade it, or name another server")
                : List.of();
    }

    private static int number(String[] parts, int index) {
        return index < parts.length && !parts[index].isEmpty() ? Integer.parseInt(parts[index]) : 0;
    }

    /** Each thing that is wrong, with its remedy. */
    List<String> wrong() {
        if (database == null) {
            return List.of("the URL of " + place + " names no database: make one with CREATE DATABASE kefu CHARACTER"
                    + " SET utf8mb4 and name it behind the port, as in jdbc:mysql://host:3306/kefu");
        }
        List<String> wrong = new ArrayList<>();
        if (!"utf8mb4".equals(charset)) {
            wrong.add("the database " + place + " has the character set " + charset
                    + ", which cannot hold every text: ALTER DATABASE " + database + " CHARACTER SET utf8mb4");
        }
        if (!sqlMode.contains("STRICT_TRANS_TABLES") && !sqlMode.contains("STRICT_ALL_TABLES")) {
            wrong.add("the server at " + place + " cuts values silently, as its strict mode is off:"
                    + " SET PERSIST sql_mode = CONCAT(@@GLOBAL.sql_mode, ',STRICT_TRANS_TABLES')");
        }
        if (pairs != 2) {
            wrong.add("the server at " + place + " has ngram_token_size = " + pairs
                    + ", with which words of two characters are not found: set it to 2 in my.cnf and restart it");
        }
        if (readOnly) {
            wrong.add("the server at " + place + " is read-only: name the primary, or SET PERSIST read_only = OFF");
        }
        return wrong;
    }
}
