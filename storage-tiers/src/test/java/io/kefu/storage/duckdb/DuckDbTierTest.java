package io.kefu.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.text.Signature;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.MessageTierContract;
import io.kefu.storage.tier.Messages;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DuckDbTierTest extends MessageTierContract {
    private static final Duration BOUND = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private DuckDbTier open() {
        return DuckDbTier.open(DuckDbSettings.cold(directory.resolve("cold.duckdb"), BOUND));
    }

    @Override
    protected MessageTier emptyTier() {
        return DuckDbTier.open(DuckDbSettings.cold(directory.resolve("contract.duckdb"), BOUND));
    }

    @Test
    void rows_and_cursor_are_there_after_reopening() {
        try (DuckDbTier tier = open()) {
            tier.append(List.of(Messages.message("c1", 1, "退款")), 7);
        }
        try (DuckDbTier tier = open()) {
            assertThat(tier.cursor()).isEqualTo(7);
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(1);
            assertThat(tier.search(SearchQuery.of("退款", 9)).total()).isEqualTo(1);
        }
    }

    @Test
    void what_was_committed_is_there_after_a_crash() throws Exception {
        Path crashed = directory.resolve("crashed.duckdb");
        try (DuckDbTier tier = open()) {
            tier.append(List.of(Messages.message("c1", 1, "first")), 1);
            tier.append(List.of(Messages.message("c1", 2, "second")), 2);
            // The files as they lie on the disk while the engine runs are those that a kill leaves behind.
            Files.copy(directory.resolve("cold.duckdb"), crashed, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(directory.resolve("cold.duckdb.wal"), Path.of(crashed + ".wal"));
        }
        try (DuckDbTier tier = DuckDbTier.open(DuckDbSettings.cold(crashed, BOUND))) {
            assertThat(tier.cursor()).isEqualTo(2);
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(2);
        }
    }

    @Test
    void a_file_of_the_version_before_is_brought_up_and_what_is_in_it_is_found() throws Exception {
        try (DuckDbTier tier = open()) {
            tier.append(List.of(Messages.message("c1", 1, "退款 refund")), 1);
        }
        asInTheFirstVersion(directory.resolve("cold.duckdb"));
        try (DuckDbTier tier = open()) {
            assertThat(tier.search(SearchQuery.of("退款", 9)).total()).isEqualTo(1);
            tier.append(List.of(Messages.message("c1", 2, "退款 again"), Messages.edit("c1", 1, 3, "发票")), 3);
            assertThat(tier.search(SearchQuery.of("退款", 9)).total()).isEqualTo(1);
            assertThat(tier.search(SearchQuery.of("发票", 9)).total()).isEqualTo(1);
        }
    }

    private static void asInTheFirstVersion(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            for (int lane = 0; lane < Signature.LANES; lane++) {
                statement.execute("ALTER TABLE message DROP COLUMN sig" + lane);
            }
            statement.execute("ALTER TABLE thread DROP COLUMN top_seq");
            statement.execute("UPDATE mark SET value = 1 WHERE name = 'schema'");
        }
    }

    @Test
    void messages_that_a_file_of_the_version_before_holds_are_known_again() throws Exception {
        try (DuckDbTier tier = open()) {
            tier.append(List.of(Messages.message("c1", 4, "first"), Messages.message("c2", 9, "other")), 2);
        }
        asInTheFirstVersion(directory.resolve("cold.duckdb"));
        try (DuckDbTier tier = open()) {
            tier.append(List.of(Messages.message("c1", 4, "first"), Messages.message("c1", 5, "new")), 3);
            tier.append(List.of(Messages.message("c2", 9, "other")), 4);
            assertThat(tier.read("c1", Range.newest(9)).messages()).hasSize(2);
            assertThat(tier.facts().messages()).isEqualTo(3);
        }
    }

    @Test
    void what_comes_again_beside_what_is_new_is_there_once() {
        try (DuckDbTier tier = open()) {
            tier.append(List.of(Messages.message("c1", 1, "a"), Messages.message("c1", 3, "c")), 2);
            tier.append(List.of(Messages.message("c2", 1, "x"), Messages.message("c1", 3, "c")), 3);
            tier.append(List.of(Messages.message("c1", 2, "b"), Messages.message("c1", 4, "d")), 4);
            tier.append(List.of(Messages.message("c1", 4, "d")), 5);
            assertThat(tier.read("c1", Range.newest(9)).messages())
                    .extracting(StoredMessage::text)
                    .containsExactlyInAnyOrder("a", "b", "c", "d");
            assertThat(tier.facts().messages()).isEqualTo(5);
        }
    }

    @Test
    void a_file_of_a_later_version_is_refused_and_left_as_it_is() throws Exception {
        Path file = directory.resolve("cold.duckdb");
        try (DuckDbTier tier = open()) {
            tier.append(List.of(Messages.message("c1", 1, "x")), 1);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE mark SET value = " + (DuckDbSchema.VERSION + 1) + " WHERE name = 'schema'");
        }
        try (DuckDbTier tier = open()) {
            assertThatThrownBy(() -> tier.append(List.of(Messages.message("c1", 2, "y")), 2))
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("newer version")
                    .hasMessageContaining("Run the newer version");
        }
    }

    @Test
    void a_tier_that_never_got_a_message_touches_no_file() {
        try (DuckDbTier tier = open()) {
            assertThat(tier.cursor()).isZero();
            assertThat(tier.read("c1", Range.newest(9)).messages()).isEmpty();
            assertThat(tier.days()).isEmpty();
            assertThat(tier.facts().messages()).isZero();
            assertThat(directory.resolve("cold.duckdb")).doesNotExist();
        }
    }

    @Test
    void a_file_that_is_no_database_is_named_with_the_remedy_and_left_as_it_is() throws Exception {
        Path file = directory.resolve("cold.duckdb");
        Files.writeString(file, "something else ".repeat(1_000));
        try (DuckDbTier tier = open()) {
            assertThatThrownBy(() -> tier.read("c1", Range.newest(9)))
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("cold.duckdb")
                    .hasMessageContaining("backup");
            assertThat(tier.health().available()).isFalse();
        }
        assertThat(Files.readString(file)).startsWith("something else");
    }

    @Test
    void months_that_are_over_are_put_in_order_and_nothing_changes() {
        try (DuckDbTier tier = open()) {
            List<TierEntry> entries = new ArrayList<>();
            for (int month = 0; month < 3; month++) {
                Instant at = Messages.START.plus(Duration.ofDays(31L * month));
                for (int i = 1; i <= 200; i++) {
                    long seq = month * 200L + i;
                    entries.add(Messages.at("c" + i % 7, seq, "visitor", "v", "text " + seq, at.plusSeconds(i)));
                }
                tier.append(entries.subList(month * 200, entries.size()), entries.size());
            }
            tier.append(List.of(Messages.edit("c1", 1, 700, "发票")), 601);
            tier.append(entries, 602);
            assertThat(tier.facts().messages()).isEqualTo(600);
            assertThat(tier.days()).hasSize(3).contains(LocalDate.of(2026, 5, 2));
            assertThat(tier.search(SearchQuery.of("发票", 9)).total()).isEqualTo(1);
            long held = 0;
            for (int i = 0; i < 7; i++) {
                List<StoredMessage> messages =
                        tier.read("c" + i, Range.after(0, 1_000)).messages();
                assertThat(messages).extracting(StoredMessage::seq).isSorted().doesNotHaveDuplicates();
                held += messages.size();
            }
            assertThat(held).isEqualTo(600);
        }
    }

    @Test
    void many_loose_rows_are_put_in_order_and_nothing_changes() {
        try (DuckDbTier tier = open()) {
            int conversations = 5_000;
            for (int seq = 1; seq <= 100; seq += 2) {
                List<TierEntry> entries = new ArrayList<>();
                for (int i = 0; i < conversations; i++) {
                    entries.add(Messages.message("c" + i, seq, "text " + i));
                    entries.add(Messages.message("c" + i, seq + 1, seq == 99 ? "发票" : ""));
                }
                tier.append(entries, (seq + 1L) * conversations);
            }
            assertThat(tier.cursor()).isEqualTo(100L * conversations);
            assertThat(tier.facts().messages()).isEqualTo(100L * conversations);
            assertThat(tier.search(SearchQuery.of("发票", 9)).total()).isEqualTo(SearchResult.COUNTED);
            assertThat(tier.read("c77", Range.newest(1_000)).messages())
                    .hasSize(100)
                    .extracting(StoredMessage::seq)
                    .isSorted();
        }
    }

    @Test
    void every_character_comes_back_as_it_was() {
        String text = "a\u0000b \uD83D\uDC4D 𠮷 \"' \\ \n\t\r";
        try (DuckDbTier tier = open()) {
            tier.append(List.of(Messages.message("c1", 1, text)), 1);
            assertThat(tier.read("c1", Range.newest(1)).messages().getFirst().text())
                    .isEqualTo(text);
        }
    }

    @Test
    void an_erased_visitor_leaves_no_byte_in_the_file() throws Exception {
        try (DuckDbTier tier = open()) {
            append(tier, 5, 2_000);
            assertThat(tier.erase("v-gone")).isEqualTo(10_000);
            assertThat(tier.read("gone", Range.newest(9)).messages()).isEmpty();
            assertThat(tier.facts().messages()).isEqualTo(10_000);
            assertThat(tier.cursor()).isEqualTo(20_000);
        }
        assertThat(namesTheGone()).isEmpty();
    }

    @Test
    void an_erased_visitor_leaves_no_byte_where_memory_is_scarce_nor_in_what_is_written_later() throws Exception {
        DuckDbSettings scarce =
                new DuckDbSettings("cold", directory.resolve("cold.duckdb"), 48L << 20, 1, Duration.ofSeconds(20));
        try (DuckDbTier tier = DuckDbTier.open(scarce)) {
            append(tier, 4, 25_000);
            assertThat(tier.search(SearchQuery.of("zanzibar", 9)).total()).isPositive();
            assertThat(tier.erase("v-gone")).isEqualTo(100_000);
            for (int i = 1; i <= 20_000; i += 100) {
                tier.append(List.of(Messages.message("later", i, "ordinary words " + i)), 200_000L + i);
            }
        }
        assertThat(namesTheGone()).isEmpty();
    }

    @Test
    void an_erasure_that_was_cut_off_before_the_file_was_written_anew_is_taken_up_by_the_next() throws Exception {
        Path obstacle = directory.resolve("cold.duckdb.fresh").resolve("in the way");
        try (DuckDbTier tier = open()) {
            append(tier, 1, 2_000);
            Files.createDirectories(obstacle);
            assertThatThrownBy(() -> tier.erase("v-gone")).isInstanceOf(TierUnavailableException.class);
            Files.delete(obstacle);
        }
        try (DuckDbTier tier = open()) {
            assertThat(tier.erase("v-gone")).isZero();
            assertThat(tier.facts().messages()).isEqualTo(2_000);
        }
        assertThat(namesTheGone()).isEmpty();
    }

    @Test
    void an_erasure_is_not_kept_waiting_by_readers_who_come_one_after_the_other() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong reads = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        try (DuckDbTier tier =
                        DuckDbTier.open(DuckDbSettings.cold(directory.resolve("cold.duckdb"), Duration.ofSeconds(30)));
                ExecutorService readers = Executors.newFixedThreadPool(8)) {
            append(tier, 1, 2_000);
            for (int i = 0; i < 8; i++) {
                readers.execute(() -> {
                    while (!over.get()) {
                        try {
                            tier.search(SearchQuery.of("words", 9));
                            reads.incrementAndGet();
                        } catch (TierUnavailableException e) {
                            refused.incrementAndGet(); // while the file is replaced
                        }
                    }
                });
            }
            try (ExecutorService erasure = Executors.newSingleThreadExecutor()) {
                Future<Long> erasing = erasure.submit(() -> tier.erase("v-gone"));
                assertThat(erasing.get(90, TimeUnit.SECONDS)).isEqualTo(2_000);
            } finally {
                over.set(true);
            }
            assertThat(reads).hasPositiveValue();
        }
        assertThat(namesTheGone()).isEmpty();
    }

    private static void append(MessageTier tier, int batches, int each) {
        for (int batch = 0; batch < batches; batch++) {
            List<TierEntry> entries = new ArrayList<>();
            for (int i = 1; i <= each; i++) {
                int seq = batch * each + i;
                entries.add(Messages.message("kept" + i % 10, seq, "ordinary words " + seq * 7919));
                entries.add(Messages.message("gone", seq, "zanzibar 密语密语 " + seq * 7907));
            }
            tier.append(entries, (batch + 1) * 2L * each);
        }
    }

    /** The files of the folder in which a word of the erased visitor stands, be it in a part that no row uses. */
    private List<Path> namesTheGone() throws IOException {
        String chinese = new String("密语".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> left = files.filter(Files::isRegularFile).toList();
            assertThat(left).containsExactly(directory.resolve("cold.duckdb"));
            assertThat(bytes(left.getFirst())).contains("ordinary");
            return left.stream()
                    .filter(file ->
                            bytes(file).contains("zanzibar") || bytes(file).contains(chinese))
                    .toList();
        }
    }

    private static String bytes(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
