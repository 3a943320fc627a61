package io.kefu.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.engines.Engine;
import io.kefu.storage.engines.EngineAddress;
import io.kefu.storage.engines.EngineDatabase;
import io.kefu.storage.engines.EngineKind;
import io.kefu.storage.engines.FaultProxy;
import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.tier.ConversationIndexContract;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchHit;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierUnavailableException;
import io.kefu.storage.tier.WarmStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tier in any database server holds to, beside what every tier does. */
public abstract class SqlTierContract extends ConversationIndexContract {
    protected static final Duration BOUND = Duration.ofSeconds(2);
    private static final Instant LATE_IN_MARCH = Instant.parse("2026-03-31T23:59:59Z");
    private static final Instant EARLY_IN_APRIL = Instant.parse("2026-04-01T00:00:01Z");

    private final EngineKind kind;
    private EngineDatabase database;

    protected SqlTierContract(EngineKind kind) {
        this.kind = kind;
    }

    protected abstract SqlTier open(SqlSettings settings);

    @Override
    protected final WarmStore emptyTier() {
        database = Engine.of(kind).freshDatabase();
        return open(settings());
    }

    /** While connections are still open: the engine ends them. */
    @AfterEach
    void dropDatabase() {
        database.close();
    }

    protected final EngineDatabase database() {
        return database;
    }

    protected final SqlSettings settings() {
        return SqlSettings.of("warm", database.url());
    }

    private static List<Long> seqs(List<StoredMessage> messages) {
        return messages.stream().map(StoredMessage::seq).toList();
    }

    private static StoredMessage at(long seq, Instant at) {
        return Messages.at("c1", seq, "visitor", "v-c1", "word " + seq, at);
    }

    @Test
    void it_has_the_role_that_it_was_given() {
        assertThat(tier().name()).isEqualTo("warm");
        assertThat(tier().engine()).isEqualTo(kind.word());
        assertThat(tier().waits()).isTrue();
    }

    @Test
    void rows_and_cursor_are_there_after_reopening() {
        tier().append(List.of(Messages.message("c1", 1, "退款")), 7);
        try (SqlTier again = open(settings())) {
            assertThat(again.cursor()).isEqualTo(7);
            assertThat(again.read("c1", Range.newest(9)).messages()).hasSize(1);
            assertThat(again.search(SearchQuery.of("退款", 9)).total()).isEqualTo(1);
        }
    }

    @Test
    void a_batch_with_a_row_that_cannot_be_held_leaves_nothing_and_the_tier_stays_well() {
        List<TierEntry> batch = List.of(Messages.message("c1", 1, "good"), Messages.message("c".repeat(300), 1, "bad"));
        assertThatThrownBy(() -> tier().append(batch, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(tier().cursor()).isZero();
        assertThat(tier().read("c1", Range.newest(9)).messages()).isEmpty();
        assertThat(tier().health().available()).isTrue();
        tier().append(batch.subList(0, 1), 1);
        assertThat(tier().read("c1", Range.newest(9)).messages()).hasSize(1);
    }

    @Test
    void texts_of_any_language_and_any_length_come_back_as_they_were() {
        StoredMessage strange = Messages.message("c1", 1, "𠮷野家 😀 \\' \" % _ 𠮷 \u2028 é e\u0301");
        StoredMessage none = Messages.message("c1", 2, "");
        StoredMessage binary = Messages.message("c1", 3, "a\u0000b\uE000c\uE001");
        StoredMessage longest = Messages.message("c1", 4, "很长的话 and words ".repeat(20_000));
        tier().append(List.of(strange, none, binary, longest, Messages.edit("c1", 1, 5, "x\u0000y")), 5);
        assertThat(tier().read("c1", Range.newest(9)).messages())
                .extracting(StoredMessage::text)
                .containsExactly(strange.text(), none.text(), binary.text(), longest.text());
        assertThat(tier().read("c1", Range.newest(9)).messages().getFirst().shownText())
                .isEqualTo("x\u0000y");
        assertThat(tier().search(SearchQuery.of("很长的话", 9)).total()).isEqualTo(1);
    }

    @Test
    void a_conversation_is_read_over_the_end_of_a_month() {
        List<TierEntry> entries = new ArrayList<>();
        for (int seq = 1; seq <= 20; seq++) {
            entries.add(at(seq, seq <= 10 ? LATE_IN_MARCH : EARLY_IN_APRIL));
        }
        tier().append(entries, 20);
        assertThat(seqs(tier().read("c1", Range.newest(12)).messages()))
                .startsWith(9L, 10L, 11L)
                .endsWith(20L)
                .hasSize(12);
        assertThat(seqs(tier().read("c1", Range.before(13, 4)).messages())).containsExactly(9L, 10L, 11L, 12L);
        assertThat(seqs(tier().read("c1", Range.after(8, 4)).messages())).containsExactly(9L, 10L, 11L, 12L);
        assertThat(seqs(tier().read("c1", Range.after(3, 2)).messages())).containsExactly(4L, 5L);
        assertThat(tier().read("c1", Range.before(3, 2)).newestSeq()).isEqualTo(20);
        assertThat(tier().days()).containsExactly(LocalDate.of(2026, 3, 31), LocalDate.of(2026, 4, 1));
    }

    @Test
    void search_goes_from_month_to_month_newest_first() {
        List<TierEntry> entries = new ArrayList<>();
        for (int seq = 1; seq <= 20; seq++) {
            entries.add(at(seq, seq <= 10 ? LATE_IN_MARCH : EARLY_IN_APRIL));
        }
        tier().append(entries, 20);
        assertThat(hits(SearchQuery.of("word", 12))).startsWith(20L, 19L).endsWith(10L, 9L);
        assertThat(hits(SearchQuery.of("word", 5).part(8, 5))).containsExactly(12L, 11L, 10L, 9L, 8L);
        assertThat(hits(SearchQuery.of("word", 5).part(10, 2))).containsExactly(10L, 9L);
        assertThat(hits(SearchQuery.of("word", 5).part(12, 2))).containsExactly(8L, 7L);
        assertThat(hits(SearchQuery.of("word", 5).part(30, 2))).isEmpty();
        SearchQuery march = new SearchQuery("word", null, null, null, EARLY_IN_APRIL, null, 20, 0);
        assertThat(hits(march)).hasSize(10).startsWith(10L);
        assertThat(tier().search(SearchQuery.of("word", 1)).total()).isEqualTo(20);
    }

    private List<Long> hits(SearchQuery query) {
        SearchResult found = tier().search(query);
        return found.hits().stream()
                .map(SearchHit::message)
                .map(StoredMessage::seq)
                .toList();
    }

    @Test
    void numbers_stay_in_order_when_a_clock_jumps_back_over_the_end_of_a_month() {
        tier().append(
                        List.of(
                                at(1, LATE_IN_MARCH),
                                at(2, EARLY_IN_APRIL),
                                at(3, LATE_IN_MARCH),
                                at(4, EARLY_IN_APRIL),
                                at(5, LATE_IN_MARCH)),
                        5);
        assertThat(seqs(tier().read("c1", Range.newest(9)).messages())).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(seqs(tier().read("c1", Range.newest(2)).messages())).containsExactly(4L, 5L);
        assertThat(seqs(tier().read("c1", Range.before(5, 2)).messages())).containsExactly(3L, 4L);
        assertThat(seqs(tier().read("c1", Range.after(1, 2)).messages())).containsExactly(2L, 3L);
        assertThat(tier().read("c1", Range.after(1, 2)).newestSeq()).isEqualTo(5);
        tier().append(List.of(Messages.edit("c1", 3, 6, "changed")), 6);
        assertThat(tier().search(SearchQuery.of("changed", 9)).total()).isEqualTo(1);
    }

    @Test
    void a_month_of_which_nothing_is_left_takes_messages_again() {
        tier().append(List.of(at(1, LATE_IN_MARCH), at(2, EARLY_IN_APRIL)), 2);
        assertThat(tier().drop(LocalDate.of(2026, 3, 31))).isEqualTo(1);
        assertThat(tier().read("c1", Range.newest(9)).newestSeq()).isEqualTo(2);
        tier().append(List.of(at(1, LATE_IN_MARCH)), 3);
        assertThat(seqs(tier().read("c1", Range.newest(9)).messages())).containsExactly(1L, 2L);
        assertThat(hits(SearchQuery.of("word", 9))).containsExactly(2L, 1L);
    }

    @Test
    void a_batch_whose_connection_is_cut_is_not_half_applied_and_may_be_repeated() throws Exception {
        List<TierEntry> batch = new ArrayList<>();
        for (int seq = 1; seq <= 500; seq++) {
            batch.add(Messages.message("c" + seq % 7, seq, "some words " + seq));
        }
        try (FaultProxy proxy = FaultProxy.to(database.address());
                SqlTier cut =
                        open(SqlSettings.of("warm", database.through(proxy).url()))) {
            cut.append(List.of(Messages.message("c0", 1_000, "first")), 1);
            for (int bytes : new int[] {100, 3_000, 20_000, 60_000, 90_000}) {
                proxy.resetAfter(bytes);
                assertThatThrownBy(() -> cut.append(batch, 2)).isInstanceOf(TierUnavailableException.class);
                assertThat(cut.health().available()).isFalse();
                assertThat(tier().facts().messages()).isEqualTo(1);
                assertThat(cut.cursor()).isEqualTo(1);
                proxy.heal();
            }
            Deadlines.await("the batch is taken", () -> takes(cut, batch));
            assertThat(tier().facts().messages()).isEqualTo(501);
            assertThat(cut.health().available()).isTrue();
            cut.append(batch, 2);
            assertThat(tier().facts().messages()).isEqualTo(501);
        }
    }

    @Test
    void tables_that_were_lost_are_made_again_and_filled_from_the_first_record() throws Exception {
        tier().append(List.of(Messages.message("c1", 1, "first"), Messages.message("c1", 2, "second")), 2);
        run("DROP TABLE mark, thread, month, span, conversation, kefu_schema, " + Tables.words(202603) + ", "
                + Tables.messages(202603) + ", message, words");
        assertThatThrownBy(() -> tier().read("c1", Range.newest(9))).isInstanceOf(TierUnavailableException.class);
        assertThat(tier().read("c1", Range.newest(9)).messages()).isEmpty();
        assertThatThrownBy(() -> tier().append(List.of(Messages.message("c1", 3, "third")), 3))
                .as("it would never get the first two")
                .isInstanceOf(TierUnavailableException.class);
        assertThat(tier().cursor()).isZero();
        tier().append(List.of(Messages.message("c1", 1, "first")), 1);
        assertThat(tier().read("c1", Range.newest(9)).messages()).hasSize(1);
    }

    @Test
    void a_month_whose_tables_were_lost_takes_messages_again() throws Exception {
        tier().append(List.of(Messages.message("c1", 1, "first")), 1);
        run("DROP TABLE " + Tables.words(202603) + ", " + Tables.messages(202603));
        assertThatThrownBy(() -> tier().read("c1", Range.newest(9))).isInstanceOf(TierUnavailableException.class);
        assertThat(tier().read("c1", Range.newest(9)).messages()).isEmpty();
        assertThatThrownBy(() -> tier().append(List.of(Messages.message("c1", 2, "second")), 2))
                .isInstanceOf(TierUnavailableException.class);
        assertThat(tier().cursor()).isEqualTo(1);
        tier().append(List.of(Messages.message("c1", 2, "second")), 2);
        assertThat(seqs(tier().read("c1", Range.newest(9)).messages())).containsExactly(2L);
    }

    @Test
    void two_that_write_to_one_database_leave_no_record_out() {
        try (SqlTier other = open(settings())) {
            tier().append(List.of(Messages.message("c1", 1, "first")), 1);
            assertThatThrownBy(() -> other.append(List.of(Messages.message("c9", 1, "elsewhere")), 9))
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("another server");
            assertThat(other.cursor()).isEqualTo(1);
            assertThat(other.read("c9", Range.newest(9)).messages()).isEmpty();
        }
    }

    /** Makes a user with the rights that the manual names, and no others. */
    protected abstract List<String> makingUser(String user, String password, String database);

    @Test
    void the_rights_that_the_manual_names_are_enough() throws SQLException {
        EngineDatabase own = Engine.of(kind).freshDatabase();
        String user = own.name();
        for (String sql : makingUser(user, "its-own", own.name())) {
            run(sql);
        }
        SqlSettings settings = new SqlSettings("warm", own.address().urlWithoutLogin(), user, "its-own", List.of(), 2);
        try (SqlTier tier = open(settings)) {
            tier.append(List.of(Messages.message("c1", 1, "退款"), Messages.message("c2", 1, "word")), 2);
            assertThat(tier.search(SearchQuery.of("退款", 9)).total()).isEqualTo(1);
            assertThat(tier.facts().bytes()).isPositive();
            assertThat(tier.erase("v-c1")).isEqualTo(1);
            assertThat(tier.drop(LocalDate.of(2026, 3, 1))).isEqualTo(1);
        } finally {
            own.close();
            run("DROP USER " + user);
        }
    }

    @Test
    void a_right_that_is_missing_is_told_with_the_remedy() throws SQLException {
        String user = "r" + database.name();
        for (String sql : makingReader(user, "its-own", database.name())) {
            run(sql);
        }
        SqlSettings settings =
                new SqlSettings("warm", database.address().urlWithoutLogin(), user, "its-own", List.of(), 2);
        assertThatThrownBy(() -> appendTo(settings))
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining(user)
                .hasMessageContaining(kind == EngineKind.MYSQL ? "GRANT SELECT, INSERT" : "owner of the database");
        for (String sql : removingReader(user)) {
            run(sql);
        }
    }

    @Test
    void tables_of_a_later_release_are_refused_and_left_as_they_are() throws SQLException {
        tier().append(List.of(Messages.message("c1", 1, "first")), 1);
        run("INSERT INTO kefu_schema (installed_rank, version, description, type, script, installed_by, execution_time,"
                + " success) VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 'test', 1, "
                + (kind == EngineKind.MYSQL ? "1" : "true") + ")");
        assertThatThrownBy(() -> appendTo(settings()))
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("a later release of Kefu")
                .hasMessageContaining("schema 999")
                .hasMessageContaining("Run the later release");
        run("DELETE FROM kefu_schema WHERE version = '999'");
        assertThat(seqs(tier().read("c1", Range.newest(9)).messages())).containsExactly(1L);
    }

    private void appendTo(SqlSettings settings) {
        try (SqlTier tier = open(settings)) {
            tier.append(List.of(Messages.message("c1", 1, "word")), 1);
        }
    }

    /** Makes a user who may only read. */
    protected abstract List<String> makingReader(String user, String password, String database);

    protected abstract List<String> removingReader(String user);

    private void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean takes(SqlTier tier, List<TierEntry> batch) {
        try {
            tier.append(batch, 2);
            return true;
        } catch (TierUnavailableException e) {
            return false;
        }
    }

    @Test
    void a_batch_whose_answer_is_lost_may_be_repeated() throws Exception {
        List<TierEntry> batch = List.of(Messages.message("c1", 1, "word"), Messages.edit("c1", 1, 2, "changed"));
        try (FaultProxy proxy = FaultProxy.to(database.address());
                SqlTier cut =
                        open(SqlSettings.of("warm", database.through(proxy).url()))) {
            cut.append(List.of(Messages.message("c0", 1, "first")), 1);
            proxy.dropAnswers();
            Thread healing = Thread.ofVirtual().start(proxy::reset);
            assertThatThrownBy(() -> cut.append(batch, 2)).isInstanceOf(TierUnavailableException.class);
            healing.join();
            proxy.heal();
            Deadlines.await("the batch is taken", () -> takes(cut, batch));
            assertThat(cut.search(SearchQuery.of("changed", 9)).total()).isEqualTo(1);
            assertThat(cut.facts().messages()).isEqualTo(2);
        }
    }

    @Test
    void a_server_that_does_not_answer_holds_a_reader_no_longer_than_the_bound() {
        try (FaultProxy proxy = FaultProxy.to(database.address());
                SqlTier slow =
                        open(SqlSettings.of("warm", database.through(proxy).url()))) {
            assertThat(slow.read("c1", Range.newest(1)).messages()).isEmpty();
            proxy.hold();
            long started = System.nanoTime();
            assertThatThrownBy(() -> slow.read("c1", Range.newest(1))).isInstanceOf(TierUnavailableException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND.multipliedBy(2));
            proxy.heal();
        }
    }

    @Test
    void a_replica_answers_reads_while_it_has_all_that_is_committed() {
        try (EngineDatabase second = Engine.of(kind).freshDatabase();
                SqlTier replica = open(SqlSettings.of("warm", second.url()));
                SqlTier tier = open(settings().withReplicas(List.of(second.url())))) {
            tier.append(List.of(Messages.message("c1", 1, "of the primary")), 5);
            assertThat(text(tier)).isEqualTo("of the primary");
            replica.append(List.of(Messages.message("c1", 1, "of the replica")), 5);
            assertThat(text(tier)).isEqualTo("of the replica");
            tier.append(List.of(), 6);
            assertThat(text(tier)).isEqualTo("of the primary");
            replica.append(List.of(), 6);
            assertThat(text(tier)).isEqualTo("of the replica");
            tier.erase("v-c1");
            assertThat(tier.read("c1", Range.newest(1)).messages()).isEmpty();
        }
    }

    @Test
    void an_erased_visitor_is_in_no_row_of_any_table() throws SQLException {
        tier().append(
                        List.of(
                                Messages.message("gone", 1, "xylophonic 琥珀"),
                                Messages.message("gone", 2, "xylophonic"),
                                Messages.edit("gone", 1, 2, "xylophonic edited 琥珀"),
                                Messages.row("gone", "closed", "xylophonic", "xylophonic", 10),
                                Messages.message("kept", 1, "ordinary")),
                        5);
        assertThat(everything()).contains("xylophonic", "ordinary");
        assertThat(tier().erase("v-gone")).isEqualTo(2);
        assertThat(everything()).contains("ordinary").doesNotContain("xylo", "琥珀", "gone");
    }

    /** Every value of every table of the database. */
    private String everything() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(database.url())) {
            String quote = connection.getMetaData().getIdentifierQuoteString();
            try (ResultSet table = connection
                    .getMetaData()
                    .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {
                        "TABLE", "PARTITIONED TABLE"
                    })) {
                while (table.next()) {
                    append(all, connection, "SELECT * FROM " + quote + table.getString(3) + quote);
                }
            }
        }
        return all.toString();
    }

    private static void append(StringBuilder all, Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    byte[] value = row.getBytes(i);
                    all.append(value == null ? "" : new String(value, StandardCharsets.UTF_8))
                            .append('\n');
                }
            }
        }
    }

    @Test
    void a_replica_that_is_down_is_passed_over() throws IOException {
        tier().append(List.of(Messages.message("c1", 1, "of the primary")), 5);
        String nowhere = database.address().through(freePort()).url();
        try (SqlTier tier = open(settings().withReplicas(List.of(nowhere)))) {
            assertThat(text(tier)).isEqualTo("of the primary");
            assertThat(tier.health().available()).isTrue();
        }
    }

    private static String text(SqlTier tier) {
        return tier.read("c1", Range.newest(1)).messages().getFirst().text();
    }

    @Test
    void a_wrong_password_is_told_with_the_remedy_and_not_shown() {
        String url = database.address().withPassword("guessed-secret").url();
        assertThatThrownBy(() -> open(SqlSettings.of("warm", url)).close())
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("check user and password")
                .hasMessageContaining(database.name())
                .hasMessageNotContaining("guessed-secret")
                .hasMessageNotContaining(database.address().password());
        assertThat(settings().toString())
                .doesNotContain(database.address().password())
                .contains(database.name());
    }

    @Test
    void user_and_password_may_stand_beside_the_url() {
        EngineAddress address = database.address();
        SqlSettings settings =
                new SqlSettings("cold", address.urlWithoutLogin(), address.user(), address.password(), List.of(), 2);
        try (SqlTier tier = open(settings)) {
            assertThat(tier.name()).isEqualTo("cold");
            assertThat(tier.cursor()).isZero();
        }
    }

    @Test
    void a_database_that_is_missing_is_told_with_the_remedy() {
        String url = database.address().with("nobody_made_this").url();
        assertThatThrownBy(() -> open(SqlSettings.of("warm", url)).close())
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("CREATE DATABASE nobody_made_this");
    }

    @Test
    void a_server_that_cannot_be_reached_is_told_with_the_remedy() throws IOException {
        String url = database.address().through(freePort()).url();
        assertThatThrownBy(() -> open(SqlSettings.of("warm", url)).close())
                .isInstanceOf(TierUnavailableException.class)
                .hasMessageContaining("check that it runs");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
