package io.kefu.storage.mysql;

import com.zaxxer.hikari.HikariConfig;
import io.kefu.storage.sql.JdbcAddress;
import io.kefu.storage.sql.PoolBounds;
import java.util.HashMap;
import java.util.Map;

/** How connections to MySQL are made (Connector/J's reference, "Configuration Properties"). */
final class MySqlConnections {
    private static final long LOCK_SECONDS = 5;

    private MySqlConnections() {}

    static HikariConfig of(JdbcAddress address, PoolBounds bounds) {
        HikariConfig config = new HikariConfig();
        config.setDriverClassName("com.mysql.cj.jdbc.Driver");
        config.setJdbcUrl(address.base());
        config.setUsername(address.user());
        config.setPassword(address.password());
        Map<String, String> decided = options(bounds);
        address.optionsWithout(decided.keySet()).forEach(config::addDataSourceProperty);
        decided.forEach(config::addDataSourceProperty);
        return config;
    }

    /** What the tier itself decides on, whatever the URL says. */
    private static Map<String, String> options(PoolBounds bounds) {
        Map<String, String> options = new HashMap<>(Map.of(
                "connectTimeout", Long.toString(bounds.connect().toMillis()),
                "socketTimeout", Long.toString(bounds.call().toMillis()),
                "tcpKeepAlive", "true",
                "autoReconnect", "false",
                "allowMultiQueries", "false",
                "characterEncoding", "UTF-8",
                "connectionTimeZone", "UTC",
                "forceConnectionTimeZoneToSession", "true",
                "useLocalSessionState", "true",
                "sessionVariables", session(bounds)));
        options.put("cachePrepStmts", "true");
        options.put("useServerPrepStmts", Boolean.toString(bounds.reading()));
        options.put("rewriteBatchedStatements", Boolean.toString(!bounds.reading()));
        options.put("cacheServerConfiguration", "true");
        return options;
    }

    private static String session(PoolBounds bounds) {
        return bounds.reading()
                ? "information_schema_stats_expiry=0,max_execution_time="
                        + bounds.call().toMillis()
                : "innodb_ft_enable_stopword=OFF,innodb_lock_wait_timeout=" + LOCK_SECONDS;
    }
}
