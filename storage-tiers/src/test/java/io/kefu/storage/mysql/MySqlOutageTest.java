package io.kefu.storage.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.engines.EngineDatabase;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.ProcessEngine;
import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.sql.SqlTier;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server of its own, which these tests set up badly, stop and lose. */
final class MySqlOutageTest {
    private static final Duration BOUND = Duration.ofSeconds(2);

    private static ProcessEngine engine;

    @BeforeAll
    static void start() {
        engine = ProcessEngine.start(EngineKind.MYSQL);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(engine.address().url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static SqlTier open(EngineDatabase database) {
        return MySqlTier.open(SqlSettings.of("warm", database.url()), BOUND);
    }

    @Test
    void a_server_whose_strict_mode_is_off_is_told_with_the_remedy() throws SQLException {
        EngineDatabase database = engine.freshDatabase();
        run("SET GLOBAL sql_mode = 'NO_ENGINE_SUBSTITUTION'");
        try {
            assertThatThrownBy(() -> open(database).close())
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("strict mode is off")
                    .hasMessageContaining("SET PERSIST sql_mode");
        } finally {
            run("SET GLOBAL sql_mode = DEFAULT");
        }
        open(database).close();
    }

    @Test
    void a_servers_time_zone_changes_no_day() throws SQLException {
        run("SET GLOBAL time_zone = '+08:00'");
        Instant lastOfMarch = Instant.parse("2026-03-31T23:59:59.999Z");
        try (SqlTier tier = open(engine.freshDatabase())) {
            StoredMessage late = Messages.at("c1", 1, "visitor", "v-c1", "late", lastOfMarch);
            tier.append(List.of(late, Messages.at("c1", 2, "visitor", "v-c1", "early", lastOfMarch.plusMillis(1))), 2);
            assertThat(tier.days()).containsExactly(LocalDate.of(2026, 3, 31), LocalDate.of(2026, 4, 1));
            assertThat(tier.read("c1", Range.newest(9)).messages())
                    .first()
                    .usingRecursiveComparison()
                    .isEqualTo(late);
            assertThat(tier.digest(LocalDate.of(2026, 3, 31)).count()).isEqualTo(1);
            assertThat(tier.search(new SearchQuery("late", null, null, lastOfMarch, null, null, 9, 0))
                            .total())
                    .isEqualTo(1);
        } finally {
            run("SET GLOBAL time_zone = DEFAULT");
        }
    }

    @Test
    void a_tier_goes_on_by_itself_after_its_server_was_killed_and_came_back() throws Exception {
        try (SqlTier tier = open(engine.freshDatabase())) {
            tier.append(List.of(Messages.message("c1", 1, "退款")), 1);
            engine.kill();
            assertThatThrownBy(() -> tier.append(List.of(Messages.message("c1", 2, "换货")), 2))
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("check that it runs");
            assertThatThrownBy(() -> tier.read("c1", Range.newest(9))).isInstanceOf(TierUnavailableException.class);
            assertThat(tier.health().available()).isFalse();
            engine.start();
            carry(tier, 1, () -> 2);
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(2);
            assertThat(tier.search(SearchQuery.of("退款", 9)).total()).isEqualTo(1);
            assertThat(tier.health().available()).isTrue();
        }
    }

    @Test
    void a_server_that_lost_everything_is_filled_again_from_the_first_record() throws Exception {
        EngineDatabase database = engine.freshDatabase();
        try (SqlTier tier = open(database)) {
            tier.append(List.of(Messages.message("c1", 1, "退款")), 1);
            engine.restartEmpty();
            Deadlines.await("the loss is told", () -> reason(tier).contains("CREATE DATABASE " + database.name()));
            run("CREATE DATABASE " + database.name() + " CHARACTER SET utf8mb4");
            Deadlines.await("the tables are made again", () -> {
                try {
                    tier.prepare();
                    tier.append(List.of(), tier.cursor());
                    return tier.cursor() == 0;
                } catch (TierUnavailableException e) {
                    return false;
                }
            });
            assertThat(tier.read("c1", Range.newest(9)).messages()).isEmpty();
            carry(tier, 0, () -> 2);
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(2);
        }
    }

    @Test
    void a_paused_server_holds_readers_and_writers_within_their_bounds_and_is_used_again() throws Exception {
        try (SqlTier tier = open(engine.freshDatabase())) {
            tier.append(List.of(Messages.message("c1", 1, "word")), 1);
            engine.pause();
            long started = System.nanoTime();
            assertThatThrownBy(() -> tier.read("c1", Range.newest(9))).isInstanceOf(TierUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND.multipliedBy(2));
            engine.resume();
            carry(tier, 1, () -> 2);
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(2);
        } finally {
            engine.resume();
        }
    }

    private static String reason(SqlTier tier) {
        try {
            tier.append(List.of(), tier.cursor());
            return "";
        } catch (TierUnavailableException e) {
            return e.getMessage();
        }
    }

    /** As a projector does: from the tier's cursor, again and again. */
    private static void carry(SqlTier tier, long from, LongSupplier to) throws InterruptedException {
        assertThat(tier.cursor()).isEqualTo(from);
        Deadlines.await("the tier takes records again", () -> {
            try {
                tier.prepare();
                for (long next = tier.cursor(); next < to.getAsLong(); next++) {
                    tier.append(List.of(Messages.message("c1", next + 1, "word " + next)), next + 1);
                }
                return true;
            } catch (TierUnavailableException e) {
                return false;
            }
        });
    }
}
