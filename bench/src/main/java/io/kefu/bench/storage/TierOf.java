package io.kefu.bench.storage;

import io.kefu.storage.clickhouse.ClickHouseSettings;
import io.kefu.storage.clickhouse.ClickHouseTier;
import io.kefu.storage.duckdb.DuckDbSettings;
import io.kefu.storage.duckdb.DuckDbTier;
import io.kefu.storage.mysql.MySqlTier;
import io.kefu.storage.postgresql.PostgreSqlTier;
import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.warm.WarmTier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A tier on an engine by name; those that run elsewhere are where {@code bin/engines env} says. */
public final class TierOf {
    private static final Duration BOUND = Duration.ofMinutes(1);

    private TierOf() {}

    /** An empty one, unless the directory holds one already. */
    public static MessageTier engine(String engine, Path data) throws SQLException {
        return switch (engine) {
            case "sqlite" -> WarmTier.open("warm", data.resolve("warm.db"), BOUND);
            case "duckdb" -> DuckDbTier.open(DuckDbSettings.cold(data.resolve("cold.duckdb"), BOUND));
            case "mysql" -> MySqlTier.open(SqlSettings.of("warm", database("KEFU_TEST_MYSQL_URL", data)), BOUND);
            case "postgresql" ->
                PostgreSqlTier.open(SqlSettings.of("warm", database("KEFU_TEST_POSTGRESQL_URL", data)), BOUND);
            case "clickhouse" -> clickHouse(database("KEFU_TEST_CLICKHOUSE_URL", data));
            default -> throw new IllegalArgumentException(engine + " is no engine of this benchmark");
        };
    }

    /** The address of {@code bin/engines} names user and password among its options. */
    private static MessageTier clickHouse(String url) {
        String[] parts = url.split("\\?", 2);
        Map<String, String> options = new TreeMap<>();
        for (String option : parts[1].split("&", -1)) {
            options.put(option.split("=", 2)[0], option.split("=", 2)[1]);
        }
        String user = options.remove("user");
        String password = options.remove("password");
        String rest = options.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining("&"));
        return ClickHouseTier.open(new ClickHouseSettings("cold", parts[0] + "?" + rest, user, password, null, BOUND));
    }

    /** The engine's address with a database of its own: the one that the directory names, else a new one, which it names then. */
    private static String database(String variable, Path data) throws SQLException {
        String url = System.getenv(variable);
        if (url == null) {
            throw new IllegalArgumentException(
                    variable + " is not set: bin/engines start all && eval \"$(bin/engines env)\"");
        }
        return url.replaceFirst("(//[^/]+)/[^?]*", "$1/" + name(url, data.resolve(variable + ".database")));
    }

    private static String name(String url, Path kept) throws SQLException {
        try {
            if (Files.exists(kept)) {
                return Files.readString(kept).strip();
            }
            String name = "kefu_bench_" + System.currentTimeMillis();
            create(url, name);
            Files.writeString(kept, name);
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException(kept + " cannot be read or written", e);
        }
    }

    private static void create(String url, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
    }
}
