package io.kefu.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kefu.storage.engines.EngineAddress;
import io.kefu.storage.engines.EngineKind;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where words stand in a database server: every key, every column of every row, what indexes and statistics hold. */
final class EngineTraces {
    private final Connection connection;
    private final List<String> words;
    private final Set<String> found = new TreeSet<>();

    private EngineTraces(Connection connection, List<String> words) {
        this.connection = connection;
        this.words = words;
    }

    /** The places, in the engine's own words; empty where there is none. */
    static Set<String> of(EngineAddress database, List<String> words) throws SQLException {
        if (database.kind() == EngineKind.REDIS) {
            return ofRedis(database, words);
        }
        try (Connection connection = DriverManager.getConnection(database.url())) {
            EngineTraces traces = new EngineTraces(connection, words);
            switch (database.kind()) {
                case MYSQL -> traces.ofMySql(database.database());
                case POSTGRESQL -> traces.ofPostgreSql();
                case CLICKHOUSE -> traces.tables(database.database());
                case REDIS, S3, ETCD -> throw new IllegalArgumentException(database + " has no tables");
            }
            return traces.found;
        }
    }

    private static Set<String> ofRedis(EngineAddress database, List<String> words) {
        Set<String> found = new TreeSet<>();
        try (RedisClient client = RedisClient.create(database.url());
                StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            RedisCommands<byte[], byte[]> redis = connection.sync();
            ScanIterator.scan(redis).stream()
                    .filter(key -> Raw.holds(key, words)
                            || values(redis, key).stream().anyMatch(each -> Raw.holds(each, words)))
                    .forEach(key -> found.add(new String(key, UTF_8)));
        }
        return found;
    }

    private static List<byte[]> values(RedisCommands<byte[], byte[]> redis, byte[] key) {
        List<byte[]> values = new ArrayList<>();
        String type = redis.type(key);
        switch (type) {
            case "string" -> values.add(redis.get(key));
            case "hash" ->
                redis.hgetall(key).forEach((field, value) -> {
                    values.add(field);
                    values.add(value);
                });
            case "list" -> values.addAll(redis.lrange(key, 0, -1));
            case "set" -> values.addAll(redis.smembers(key));
            case "zset" -> values.addAll(redis.zrange(key, 0, -1));
            default -> throw new IllegalStateException("a key of type " + type);
        }
        return values;
    }

    private void tables(String schema) throws SQLException {
        for (String table :
                texts("SELECT table_name FROM information_schema.tables WHERE table_schema = '" + schema + "'")) {
            look(table, "SELECT * FROM " + table);
        }
    }

    /** The full-text index has tables of its own, which are looked into one index after the other. */
    private void ofMySql(String schema) throws SQLException {
        tables(schema);
        for (String table : texts("SELECT table_name FROM information_schema.tables WHERE table_schema = '" + schema
                + "' AND table_name LIKE 'words%'")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET GLOBAL innodb_ft_aux_table = '" + schema + "/" + table + "'");
            }
            look(table + " index", "SELECT word FROM information_schema.innodb_ft_index_table");
            look(table + " index cache", "SELECT word FROM information_schema.innodb_ft_index_cache");
        }
        look("histograms", "SELECT * FROM information_schema.column_statistics WHERE schema_name = '" + schema + "'");
    }

    private void ofPostgreSql() throws SQLException {
        tables("public");
        look("statistics", "SELECT * FROM pg_stats WHERE schemaname = 'public'");
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    private void look(String place, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                for (int i = 1; i <= columns; i++) {
                    if (holds(row.getObject(i), row.getString(i))) {
                        found.add(place + "." + row.getMetaData().getColumnName(i));
                    }
                }
            }
        }
    }

    private boolean holds(Object value, String text) {
        return (value instanceof byte[] bytes && Raw.holds(bytes, words))
                || (text != null && Raw.holds(text.getBytes(UTF_8), words));
    }
}
