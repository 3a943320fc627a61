package io.kefu.storage.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engines are the real ones, and can what the tiers need of them. */
final class EngineTest {
    private static final int ROWS = 100_000;

    @ParameterizedTest
    @EnumSource(
            names = {"REDIS", "S3", "ETCD"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_fresh_database_is_empty_and_gone_when_closed(EngineKind kind) throws SQLException {
        EngineDatabase database = Engine.of(kind).freshDatabase();
        String order = kind == EngineKind.CLICKHOUSE ? " ENGINE = MergeTree ORDER BY id" : "";
        run(database, "CREATE TABLE t (id INTEGER)" + order);
        assertThat(text(database, "SELECT count(*) FROM t")).isEqualTo("0");
        database.close();
        assertThatThrownBy(() -> text(database, "SELECT count(*) FROM t")).isInstanceOf(SQLException.class);
    }

    @Test
    void redis_speaks_its_third_protocol_in_a_database_of_its_own() {
        try (EngineDatabase one = Engine.redis().freshDatabase();
                EngineDatabase other = Engine.redis().freshDatabase();
                RedisClient first = RedisClient.create(one.url());
                RedisClient second = RedisClient.create(other.url())) {
            first.connect().sync().set("key", "value");
            assertThat(second.connect().sync().get("key")).isNull();
            assertThat(first.connect().sync().clientInfo()).contains("resp=3");
        }
    }

    @Test
    void mysql_finds_two_chinese_characters_by_its_ngram_index() throws SQLException {
        try (EngineDatabase database = Engine.mysql().freshDatabase()) {
            run(database, "CREATE TABLE t (id INT PRIMARY KEY, words TEXT, FULLTEXT KEY (words) WITH PARSER ngram)");
            run(database, "INSERT INTO t VALUES (1, '我的快递什么时候到'), (2, '请问退款多久'), (3, '😀')");
            assertThat(text(database, "SELECT id FROM t WHERE MATCH (words) AGAINST ('退款' IN BOOLEAN MODE)"))
                    .isEqualTo("2");
            assertThat(text(database, "SELECT words FROM t WHERE id = 3")).isEqualTo("😀");
            assertThat(text(database, "SELECT @@character_set_database")).isEqualTo("utf8mb4");
        }
    }

    @Test
    void postgresql_takes_chinese_characters_for_letters() throws SQLException {
        try (EngineDatabase database = Engine.postgresql().freshDatabase()) {
            run(database, "CREATE EXTENSION pg_trgm");
            assertThat(text(database, "SELECT '退款' ~ '^\\w\\w$'")).isEqualTo("t");
            assertThat(text(database, "SELECT cardinality(show_trgm('退款')) > 0"))
                    .isEqualTo("t");
        }
    }

    @Test
    void clickhouse_takes_and_gives_many_rows() throws SQLException {
        try (EngineDatabase database = Engine.clickhouse().freshDatabase()) {
            run(
                    database,
                    "CREATE TABLE t (id UInt64, words String, INDEX words words TYPE text(tokenizer = ngrams(2)))"
                            + " ENGINE = ReplacingMergeTree ORDER BY id");
            insert(database.url() + "&beta.row_binary_for_simple_insert=true");
            assertEachRowOnce(database);
            assertThat(text(database, "SELECT id FROM t WHERE hasAllTokens(words, '退款')"))
                    .isEqualTo("4711");
        }
    }

    @Test
    void clickhouse_tells_an_error_by_its_number_and_one_that_comes_late_is_seen() throws SQLException {
        try (EngineDatabase database = Engine.clickhouse().freshDatabase()) {
            assertThatThrownBy(() -> text(database, "SELECT * FROM nowhere"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(60));
            assertThatThrownBy(() -> rows(database, "SELECT throwIf(number = 500000) FROM numbers(1000000)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void clickhouse_keeps_nothing_of_a_batch_that_is_cut_off() throws SQLException {
        try (EngineDatabase database = Engine.clickhouse().freshDatabase();
                FaultProxy proxy = FaultProxy.to(database.address())) {
            run(database, "CREATE TABLE t (id UInt64, words String) ENGINE = MergeTree ORDER BY id");
            String url = database.through(proxy).url() + "&beta.row_binary_for_simple_insert=true";
            proxy.resetAfter(200_000);
            assertThatThrownBy(() -> insert(url)).isInstanceOf(SQLException.class);
            proxy.heal();
            assertThat(text(database, "SELECT count() FROM t")).isEqualTo("0");
            insert(url);
            assertEachRowOnce(database);
        }
    }

    @Test
    void clickhouse_answers_many_at_once() throws Exception {
        EngineDatabase database = new EngineDatabase(Engine.clickhouse().address());
        List<Future<String>> sums = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                sums.add(clients.submit(() -> text(database, "SELECT sum(number) FROM numbers(1000000)")));
            }
        }
        for (Future<String> sum : sums) {
            assertThat(sum.get()).isEqualTo("499999500000");
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"REDIS", "S3", "ETCD"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_wrong_password_is_refused(EngineKind kind) {
        String url = Engine.of(kind).address().withPassword("wrong").url();
        assertThatThrownBy(() -> {
                    try (Connection connection = DriverManager.getConnection(url);
                            Statement statement = connection.createStatement()) {
                        statement.execute("SELECT 1");
                    }
                })
                .isInstanceOf(SQLException.class);
    }

    private static void insert(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            for (long id = 0; id < ROWS; id++) {
                insert.setLong(1, id);
                insert.setString(2, id == 4_711 ? "请问退款多久" : "我的快递什么时候到");
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void assertEachRowOnce(EngineDatabase database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
            for (long id = 0; id < ROWS; id++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(id);
            }
            assertThat(rows.next()).isFalse();
        }
    }

    private static void run(EngineDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(EngineDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static long rows(EngineDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            long count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }
}
