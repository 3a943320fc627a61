package io.kefu.storage.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An engine of a test's own lives and dies as the test says. */
@Timeout(180)
final class ProcessEngineTest {

    @ParameterizedTest
    @EnumSource(
            names = {"REDIS", "S3", "ETCD"},
            mode = EnumSource.Mode.EXCLUDE)
    void what_was_committed_survives_a_kill_and_not_an_empty_start(EngineKind kind) throws SQLException {
        try (ProcessEngine engine = ProcessEngine.start(kind)) {
            EngineAddress address = engine.address();
            makeTable(engine);
            engine.kill();
            engine.start();
            assertThat(engine.address()).isEqualTo(address);
            assertThat(rows(engine)).isEqualTo(2);
            engine.restartEmpty();
            assertThat(engine.address()).isEqualTo(address);
            makeTable(engine); // there is none of that name
        }
    }

    @Test
    void what_redis_had_answered_survives_a_kill_and_not_an_empty_start() {
        try (ProcessEngine engine = ProcessEngine.start(EngineKind.REDIS)) {
            assertThat(redis(engine, connection -> connection.sync().set("key", "value")))
                    .isEqualTo("OK");
            engine.kill();
            engine.start();
            assertThat(redis(engine, connection -> connection.sync().get("key")))
                    .isEqualTo("value");
            engine.restartEmpty();
            assertThat(redis(engine, connection -> connection.sync().get("key")))
                    .isNull();
        }
    }

    @Test
    void a_paused_engine_is_silent_until_it_goes_on() throws Exception {
        try (ProcessEngine engine = ProcessEngine.start(EngineKind.REDIS);
                RedisClient client = RedisClient.create(engine.address().url());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            engine.pause();
            RedisFuture<String> pong = connection.async().ping();
            assertThat(pong.await(300, TimeUnit.MILLISECONDS)).isFalse();
            engine.resume();
            assertThat(pong.get(10, TimeUnit.SECONDS)).isEqualTo("PONG");
        }
    }

    @Test
    void a_paused_postgresql_is_silent_to_those_who_are_connected_and_can_be_stopped() throws SQLException {
        try (ProcessEngine engine = ProcessEngine.start(EngineKind.POSTGRESQL);
                Connection connection =
                        DriverManager.getConnection(engine.address().url() + "&socketTimeout=1");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            engine.pause();
            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    private interface Command {
        String on(StatefulRedisConnection<String, String> connection);
    }

    private static String redis(ProcessEngine engine, Command command) {
        try (RedisClient client = RedisClient.create(engine.address().url());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return command.on(connection);
        }
    }

    private static void makeTable(ProcessEngine engine) throws SQLException {
        EngineAddress address = engine.address();
        String order = address.kind() == EngineKind.CLICKHOUSE ? " ENGINE = MergeTree ORDER BY id" : "";
        try (Connection connection = DriverManager.getConnection(address.url());
                Statement statement = connection.createStatement()) {
            if (address.kind() == EngineKind.MYSQL) {
                statement.execute("CREATE DATABASE t");
            }
            statement.execute("CREATE TABLE " + table(address) + " (id INTEGER)" + order);
            statement.execute("INSERT INTO " + table(address) + " VALUES (1), (2)");
        }
    }

    private static long rows(ProcessEngine engine) throws SQLException {
        EngineAddress address = engine.address();
        try (Connection connection = DriverManager.getConnection(address.url());
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table(address))) {
            assertThat(count.next()).isTrue();
            return count.getLong(1);
        }
    }

    private static String table(EngineAddress address) {
        return address.kind() == EngineKind.MYSQL ? "t.t" : "t";
    }
}
