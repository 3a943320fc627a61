package io.kefu.storage.postgresql;

import com.zaxxer.hikari.HikariConfig;
import io.kefu.storage.sql.JdbcAddress;
import io.kefu.storage.sql.PoolBounds;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How connections to PostgreSQL are made (the driver's manual, "Initializing the Driver"). */
final class PostgreSqlConnections {
    private static final long LOCK_MILLIS = 5_000;

    private PostgreSqlConnections() {}

    static HikariConfig of(JdbcAddress address, PoolBounds bounds) {
        HikariConfig config = new HikariConfig();
        config.setDriverClassName("org.postgresql.Driver");
        config.setJdbcUrl(address.base());
        config.setUsername(address.user());
        config.setPassword(address.password());
        Map<String, String> decided = options(bounds);
        address.optionsWithout(decided.keySet()).forEach(config::addDataSourceProperty);
        decided.forEach(config::addDataSourceProperty);
        return config;
    }

    /** What the tier itself decides on, whatever the URL says. Plans are made for the word that is looked for. */
    private static Map<String, String> options(PoolBounds bounds) {
        return new HashMap<>(Map.of(
                "connectTimeout",
                seconds(bounds.connect()),
                "loginTimeout",
                seconds(bounds.connect()),
                "socketTimeout",
                seconds(bounds.call()),
                "tcpKeepAlive",
                "true",
                "ApplicationName",
                bounds.name(),
                "prepareThreshold",
                "2",
                "reWriteBatchedInserts",
                "true",
                "options",
                "-c plan_cache_mode=force_custom_plan -c lock_timeout=" + LOCK_MILLIS + " -c statement_timeout="
                        + bounds.call().toMillis()));
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.ceilDiv(duration.toMillis(), 1_000L));
    }
}
