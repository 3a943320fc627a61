package io.kefu.bench.storage;

import io.kefu.storage.duckdb.DuckDbSettings;
import io.kefu.storage.duckdb.DuckDbTier;
import io.kefu.storage.mysql.MySqlTier;
import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.Duration;

/** A tier on an engine by name; those that run elsewhere are where {@code bin/engines env} says. */
public final class TierOf {
    private static final Duration BOUND = Duration.ofMinutes(1);

    private TierOf() {}

    /** An empty one, unless the directory or the database holds one already. */
    public static MessageTier engine(String engine, Path data) {
        return switch (engine) {
            case "sqlite" -> WarmTier.open("warm", data.resolve("warm.db"), BOUND);
            case "duckdb" -> DuckDbTier.open(DuckDbSettings.cold(data.resolve("cold.duckdb"), BOUND));
            case "mysql" -> MySqlTier.open(SqlSettings.of("warm", url("KEFU_TEST_MYSQL_URL")), BOUND);
            default -> throw new IllegalArgumentException(engine + " is no engine of this benchmark");
        };
    }

    private static String url(String variable) {
        String url = System.getenv(variable);
        if (url == null) {
            throw new IllegalArgumentException(
                    variable + " is not set: bin/engines start all && eval \"$(bin/engines env)\"");
        }
        return url;
    }
}
