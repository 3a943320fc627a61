package io.kefu.storage.clickhouse;

import io.kefu.storage.tier.TierUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables. Of rows with the same key the one with the highest {@code version} counts, so that a batch may be written
 * again, and an amended message is one more row: the version is made of the conversation's generation (each epoch after
 * the first raises it) and of the amendment's rank.
 *
 * <p>{@code words} is folded text, indexed in pairs of characters; a part is on the disk before an insert is answered.
 * One that was made of others is on the disk before those go, so they go soon: what was erased lies in them still.
 */
final class ClickHouseSchema {
    private static final int LEAST_YEAR = 26;
    private static final int LEAST_MONTH = 2;
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS message (
              conversation String,
              seq Int64,
              epoch LowCardinality(String),
              channel LowCardinality(String),
              visitor String,
              author_kind LowCardinality(String),
              author String,
              at_ms Int64 CODEC(Delta, ZSTD),
              day Date,
              internal Bool,
              text String CODEC(ZSTD),
              body String CODEC(ZSTD),
              amend_kind UInt8,
              amend_by Int64,
              amend_text String CODEC(ZSTD),
              words String CODEC(ZSTD),
              version UInt64,
              INDEX words_index words TYPE text(tokenizer = ngrams(2)),
              INDEX day_index day TYPE minmax,
              INDEX version_index version TYPE minmax
            ) ENGINE = ReplacingMergeTree(version) PARTITION BY toYYYYMM(day) ORDER BY (conversation, seq)
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
              old_parts_lifetime = 1, ttl_only_drop_parts = 1, index_granularity = 2048
            """, """
            CREATE TABLE IF NOT EXISTS thread (
              conversation String,
              visitor String,
              epoch String,
              generation UInt32,
              team String,
              version UInt64,
              INDEX visitor_index visitor TYPE bloom_filter
            ) ENGINE = ReplacingMergeTree(version) ORDER BY conversation
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
              old_parts_lifetime = 1
            """, """
            CREATE TABLE IF NOT EXISTS mark (name String, value Int64, version UInt64)
            ENGINE = ReplacingMergeTree(version) ORDER BY name
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
            """);

    private ClickHouseSchema() {}

    /** Makes what is not there. */
    static void bring(Connection connection, ClickHouseSettings settings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            demandNewEnough(statement, settings);
            for (String sql : TABLES) {
                statement.execute(sql);
            }
            forgetOldPartsSoon(statement);
            age(statement, settings);
        }
    }

    /** Tables of before this was asked for keep what was erased for minutes. */
    private static void forgetOldPartsSoon(Statement statement) throws SQLException {
        for (String table : List.of("message", "thread")) {
            if (!engine(statement, table).contains("old_parts_lifetime = 1")) {
                statement.execute("ALTER TABLE " + table + " MODIFY SETTING old_parts_lifetime = 1");
            }
        }
    }

    private static String engine(Statement statement, String table) throws SQLException {
        return text(
                statement,
                "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = '" + table + "'");
    }

    private static void demandNewEnough(Statement statement, ClickHouseSettings settings) throws SQLException {
        String version = text(statement, "SELECT version()");
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches() || !isNewEnough(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)))) {
            throw new TierUnavailableException(
                    settings.url() + " is ClickHouse " + version + ", which is too old: it needs " + LEAST_YEAR + "."
                            + LEAST_MONTH + " or later, the first with a stable text index. Upgrade the server");
        }
    }

    static boolean isNewEnough(int year, int month) {
        return year > LEAST_YEAR || (year == LEAST_YEAR && month >= LEAST_MONTH);
    }

    /** Only when it differs: each change is a mutation of all that there is. */
    private static void age(Statement statement, ClickHouseSettings settings) throws SQLException {
        String engine = engine(statement, "message");
        if (settings.keep() == null) {
            if (engine.contains(" TTL ")) {
                statement.execute("ALTER TABLE message REMOVE TTL");
            }
            return;
        }
        String interval = "toIntervalDay(" + settings.keep().toDays() + ")";
        if (!engine.contains("TTL day + " + interval)) {
            statement.execute(
                    "ALTER TABLE message MODIFY TTL day + " + interval + " SETTINGS materialize_ttl_after_modify = 0");
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
