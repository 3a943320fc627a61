package io.kefu.storage.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.engines.Engine;
import io.kefu.storage.engines.EngineAddress;
import io.kefu.storage.engines.EngineDatabase;
import io.kefu.storage.engines.FaultProxy;
import io.kefu.storage.tier.DigestSum;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.MessageTierContract;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierUnavailableException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClickHouseTierTest extends MessageTierContract {
    private static final Duration BOUND = Duration.ofSeconds(2);

    private EngineDatabase database;

    /** The contract opens its tier before this class could make the database in a method of its own. */
    @Override
    protected MessageTier emptyTier() {
        database = Engine.clickhouse().freshDatabase();
        return ClickHouseTier.open(settings(database.address()));
    }

    @BeforeEach
    void hasDatabase() {
        assertThat(database).isNotNull();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private static ClickHouseSettings settings(EngineAddress address) {
        return new ClickHouseSettings(
                "cold", address.urlWithoutLogin(), address.user(), address.password(), null, BOUND);
    }

    private ClickHouseTier open() {
        return ClickHouseTier.open(settings(database.address()));
    }

    private static List<TierEntry> messages(String conversation, int from, int to) {
        List<TierEntry> entries = new ArrayList<>();
        for (int seq = from; seq <= to; seq++) {
            entries.add(Messages.message(conversation, seq, "text 密语 " + seq));
        }
        return entries;
    }

    @Test
    void another_server_finds_rows_and_cursor_and_goes_on_from_them() {
        try (ClickHouseTier tier = open()) {
            tier.append(messages("c1", 1, 5), 5);
        }
        try (ClickHouseTier tier = open()) {
            assertThat(tier.cursor()).isEqualTo(5);
            tier.append(List.of(Messages.edit("c1", 2, 6, "发票"), Messages.message("c1", 6, "")), 7);
            assertThat(tier.read("c1", Range.newest(9)).messages())
                    .extracting(StoredMessage::shownText)
                    .contains("发票")
                    .hasSize(6);
        }
    }

    @Test
    void a_batch_that_was_cut_off_is_written_again_and_each_row_counts_once() {
        List<TierEntry> entries = messages("c1", 1, 2_000);
        DigestSum expected = new DigestSum();
        entries.forEach(each -> expected.add((StoredMessage) each));
        try (FaultProxy proxy = FaultProxy.to(database.address());
                ClickHouseTier tier = ClickHouseTier.open(settings(database.through(proxy)))) {
            tier.append(List.of(), 0);
            for (int bytes : List.of(500, 3_000, 40_000, 80_000)) {
                proxy.resetAfter(bytes);
                assertThatThrownBy(() -> tier.append(entries, 2_000)).isInstanceOf(TierUnavailableException.class);
                proxy.heal();
            }
            assertThat(tier.cursor()).isZero();
            tier.append(entries, 2_000);
            assertThat(tier.cursor()).isEqualTo(2_000);
            LocalDate day = LocalDate.of(2026, 3, 1);
            assertThat(tier.facts().messages()).isEqualTo(2_000);
            assertThat(tier.digest(day).count() + tier.digest(day.plusDays(1)).count())
                    .isEqualTo(2_000);
            assertThat(tier.read("c1", Range.newest(5_000)).messages()).hasSize(2_000);
            assertThat(tier.search(new SearchQuery("密语", null, null, null, null, null, 1, 2_000))
                            .total())
                    .isEqualTo(2_000);
        }
    }

    @Test
    void a_server_that_is_away_or_hangs_is_named_with_the_remedy_in_time() {
        try (FaultProxy proxy = FaultProxy.to(database.address());
                ClickHouseTier tier = ClickHouseTier.open(settings(database.through(proxy)))) {
            tier.append(messages("c1", 1, 3), 3);
            proxy.hold();
            long started = System.nanoTime();
            assertThatThrownBy(() -> tier.read("c1", Range.newest(1)))
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("does not answer")
                    .hasMessageContaining("firewall");
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND.plusSeconds(2));
            assertThat(tier.health().available()).isFalse();
            proxy.heal();
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(3);
            assertThat(tier.health().available()).isTrue();
        }
    }

    @Test
    void wrong_credentials_are_named_and_the_password_is_not() {
        EngineAddress wrong = database.address().withPassword("not-this-one");
        try (ClickHouseTier tier = ClickHouseTier.open(settings(wrong))) {
            assertThatThrownBy(tier::cursor)
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("user default may not sign in")
                    .hasMessageContaining("StoragePolicy")
                    .hasMessageNotContaining("not-this-one");
            assertThat(settings(wrong).toString()).doesNotContain("not-this-one");
        }
    }

    @Test
    void a_database_that_does_not_exist_is_named_with_the_remedy() {
        try (ClickHouseTier tier =
                ClickHouseTier.open(settings(database.address().with("nosuch")))) {
            assertThatThrownBy(tier::cursor)
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("CREATE DATABASE");
        }
    }

    @Test
    void a_message_amended_several_times_is_found_by_its_last_text_alone_and_once() {
        try (ClickHouseTier tier = open()) {
            tier.append(messages("c1", 1, 3), 3);
            tier.append(List.of(Messages.edit("c1", 1, 4, "发票")), 4);
            tier.append(List.of(Messages.edit("c1", 1, 5, "密语 发票")), 5);
            tier.append(List.of(Messages.recall("c1", 2, 6)), 6);
            assertThat(tier.search(SearchQuery.of("密语", 9)).total()).isEqualTo(2);
            assertThat(tier.search(SearchQuery.of("密语", 9)).hits())
                    .extracting(hit -> hit.message().seq())
                    .containsExactly(3L, 1L);
            assertThat(tier.search(SearchQuery.of("发票", 9)).hits())
                    .extracting(hit -> hit.text())
                    .containsExactly("密语 发票");
            assertThat(tier.search(SearchQuery.of("密语 发", 9)).total()).isEqualTo(1);
        }
    }

    @Test
    void the_least_version_is_the_first_with_a_stable_text_index() {
        assertThat(ClickHouseSchema.isNewEnough(26, 2)).isTrue();
        assertThat(ClickHouseSchema.isNewEnough(27, 1)).isTrue();
        assertThat(ClickHouseSchema.isNewEnough(26, 1)).isFalse();
        assertThat(ClickHouseSchema.isNewEnough(25, 12)).isFalse();
    }

    @Test
    void a_server_that_was_emptied_begins_anew() throws Exception {
        try (ClickHouseTier tier = open()) {
            tier.append(messages("c1", 1, 3), 3);
            execute("DROP TABLE message");
            execute("DROP TABLE thread");
            execute("DROP TABLE mark");
            assertThatThrownBy(tier::cursor).isInstanceOf(TierUnavailableException.class);
            assertThat(tier.cursor()).isZero();
            tier.append(messages("c1", 1, 3), 3);
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(3);
        }
    }

    @Test
    void old_months_go_by_themselves_after_their_time() throws Exception {
        EngineAddress address = database.address();
        ClickHouseSettings kept = new ClickHouseSettings(
                "cold", address.urlWithoutLogin(), address.user(), address.password(), Duration.ofDays(1_095), BOUND);
        try (ClickHouseTier tier = ClickHouseTier.open(kept)) {
            assertThat(tier.cursor()).isZero();
            assertThat(said("SELECT engine_full FROM system.tables WHERE database = currentDatabase()"
                            + " AND name = 'message'"))
                    .contains("TTL day + toIntervalDay(1095)");
        }
        try (ClickHouseTier tier = open()) {
            assertThat(tier.cursor()).isZero();
            assertThat(said("SELECT engine_full FROM system.tables WHERE database = currentDatabase()"
                            + " AND name = 'message'"))
                    .doesNotContain("TTL day");
        }
    }

    @Test
    void search_uses_the_index() throws Exception {
        try (ClickHouseTier tier = open()) {
            tier.append(messages("c1", 1, 10), 10);
            assertThat(said("SELECT groupArray(explain) FROM (EXPLAIN indexes = 1 SELECT count() FROM message"
                            + " WHERE hasAllTokens(words, ['退款']))"))
                    .contains("words_index")
                    .contains("Parts: 0/1");
        }
    }

    private void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String said(String sql) throws Exception {
        try (var connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
