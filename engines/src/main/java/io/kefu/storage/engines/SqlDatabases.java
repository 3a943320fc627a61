package io.kefu.storage.engines;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Databases of their own for tests, in an engine that speaks SQL. */
final class SqlDatabases {
    private SqlDatabases() {}

    static String create(EngineAddress engine) {
        String name = "kefu_test_"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        run(engine, "CREATE DATABASE " + name + (engine.kind() == EngineKind.MYSQL ? " CHARACTER SET utf8mb4" : ""));
        return name;
    }

    static void drop(EngineAddress database) {
        String force = database.kind() == EngineKind.POSTGRESQL ? " WITH (FORCE)" : "";
        run(database.with(first(database.kind())), "DROP DATABASE IF EXISTS " + database.database() + force);
    }

    /** The database that is always there. */
    private static String first(EngineKind kind) {
        return switch (kind) {
            case POSTGRESQL -> "postgres";
            case CLICKHOUSE -> "default";
            case MYSQL, REDIS, S3, ETCD -> "";
        };
    }

    private static void run(EngineAddress engine, String sql) {
        try (Connection connection = DriverManager.getConnection(engine.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " on " + engine, e);
        }
    }
}
