package io.kefu.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.erasure.Erasure;
import io.kefu.storage.erasure.Erasures;
import io.kefu.storage.erasure.Part;
import io.kefu.storage.erasure.Traces;
import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.fault.DirectoryInUseException;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.history.HistoryPage;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.projection.ProjectorStatus;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.repair.DayComparison;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageTest {
    @TempDir
    Path directory;

    private Storage open() {
        return Storage.open(directory, Policies.settings(Policies.embedded()), new TestSource());
    }

    private static void append(Storage storage, String conversation, int from, int count) throws Exception {
        List<JournalRecord> batch = new ArrayList<>();
        for (int seq = from; seq < from + count; seq++) {
            batch.add(TestSource.record(conversation, seq, "text " + seq));
        }
        storage.journal().append(batch);
    }

    @Test
    void what_was_just_acknowledged_is_read_at_once_also_after_a_restart() throws Exception {
        try (Storage storage = open()) {
            for (int seq = 1; seq <= 300; seq++) {
                append(storage, "c1", seq, 1);
                HistoryPage page = storage.history().read("c1", seq, Range.newest(1));
                assertThat(page.messages()).extracting(StoredMessage::seq).containsExactly((long) seq);
            }
        }
        try (Storage storage = open()) {
            HistoryPage page = storage.history().read("c1", 300, Range.newest(10_000));
            assertThat(page.partial()).isFalse();
            assertThat(page.tiers()).containsExactly("hot", "warm");
            assertThat(page.messages())
                    .hasSize(300)
                    .extracting(StoredMessage::seq)
                    .isSorted();
            assertThat(storage.status().tiers())
                    .extracting(ProjectorStatus::tier)
                    .containsExactly("hot", "warm");
            assertThat(storage.status().journalEnd()).isEqualTo(300);
        }
    }

    @Test
    void a_second_opener_fails_with_the_holder_and_leaves_the_first_alone() throws Exception {
        try (Storage storage = open()) {
            assertThatThrownBy(this::open).isInstanceOf(DirectoryInUseException.class);
            append(storage, "c1", 1, 1);
            assertThat(storage.journal().end()).isEqualTo(1);
        }
        open().close();
    }

    @Test
    void a_tier_file_that_is_damaged_fails_the_start_with_its_name_and_frees_the_directory() throws Exception {
        open().close();
        Path warm = directory.resolve("tiers/warm.db");
        Files.writeString(warm, "this is no database, and long enough to be taken for one".repeat(99));
        assertThatThrownBy(this::open)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("warm.db")
                .hasMessageContaining("restore the newest backup");
        Files.delete(warm);
        open().close();
    }

    @Test
    void a_warm_tier_that_was_lost_is_made_again_from_the_journal() throws Exception {
        try (Storage storage = open()) {
            append(storage, "c1", 1, 500);
        }
        Files.delete(directory.resolve("tiers/warm.db"));
        try (Storage storage = open()) {
            HistoryPage page = storage.history().read("c1", 500, Range.after(0, 500));
            assertThat(page.messages()).hasSize(500);
            assertThat(page.partial()).isFalse();
        }
    }

    @Test
    void an_erased_visitor_is_gone_from_journal_and_tiers_also_after_a_restart() throws Exception {
        try (Storage storage = open()) {
            append(storage, "gone", 1, 20);
            append(storage, "kept", 1, 20);
            try (Erasures erasures = new Erasures(
                    storage.erasures(),
                    storage.holds(),
                    storage::conversationsOf,
                    storage::places,
                    () -> "e1",
                    InstantSource.system())) {
                erasures.start();
                Erasure erased = erasures.await(erasures.ask("v-gone").id(), Duration.ofMinutes(1))
                        .orElseThrow();
                assertThat(erased.isComplete()).as(erased.toString()).isTrue();
                assertThat(erased.parts())
                        .contains(Part.done("journal", 20), Part.done("hot", 20))
                        .allMatch(Part::isDone);
            }
            assertThat(storage.history().read("gone", 20, Range.newest(50)).messages())
                    .isEmpty();
        }
        try (Storage storage = open()) {
            assertThat(storage.history().read("gone", 20, Range.newest(50)).messages())
                    .isEmpty();
            assertThat(storage.history().read("kept", 20, Range.newest(50)).messages())
                    .hasSize(20);
        }
    }

    @Test
    void a_held_conversation_that_nobody_finds_stays_when_its_visitor_goes() throws Exception {
        try (Storage storage = open()) {
            append(storage, "gone", 1, 20);
            storage.holds().add("gone", "case 7", _ -> false);
            try (Erasures erasures = new Erasures(
                    storage.erasures(),
                    storage.holds(),
                    _ -> new Traces.Found(Set.of(), ""),
                    storage::places,
                    () -> "e1",
                    InstantSource.system())) {
                erasures.start();
                assertThat(erasures.await(erasures.ask("v-gone").id(), Duration.ofMinutes(1))
                                .orElseThrow()
                                .isComplete())
                        .isTrue();
            }
            assertThat(storage.history().read("gone", 20, Range.newest(50)).messages())
                    .hasSize(20);
        }
    }

    @Test
    void a_cold_tier_in_the_data_directory_takes_what_is_written_and_outlives_a_restart() throws Exception {
        StorageSettings settings = Policies.settings(Policies.withDuckDb());
        try (Storage storage = Storage.open(directory, settings, new TestSource())) {
            append(storage, "c1", 1, 300);
            Deadlines.await(
                    "the cold tier has it all",
                    () -> storage.report()
                                    .tiers()
                                    .getLast()
                                    .facts()
                                    .map(TierFacts::messages)
                                    .orElse(0L)
                            == 300);
            assertThat(storage.report().tiers())
                    .extracting(each -> each.status().engine())
                    .containsExactly("memory", "sqlite", "duckdb");
            LocalDate today = storage.days().getLast();
            Deadlines.await("both agree", () -> storage.verify(today).verdict() == DayComparison.Verdict.AGREE);
            assertThat(storage.search().search(SearchQuery.of("text", 10)).tiers())
                    .contains("cold");
        }
        try (Storage storage = Storage.open(directory, settings, new TestSource())) {
            Deadlines.await(
                    "it is open again",
                    () -> storage.report()
                                    .tiers()
                                    .getLast()
                                    .facts()
                                    .map(TierFacts::messages)
                                    .orElse(0L)
                            == 300);
            assertThat(storage.status().tiers().getLast().missed()).isZero();
        }
    }

    @Test
    void an_address_with_a_password_in_it_is_refused_without_showing_it() {
        assertThatThrownBy(() -> AddressForm.check(
                        AddressForm.of("jdbc:mysql://h/db", "jdbc:mysql://"),
                        Optional.of("jdbc:mysql://h/db?user=a&password=s3cret-word")))
                .hasMessageContaining("password: ${file:")
                .hasMessageNotContaining("s3cret-word");
        assertThatThrownBy(() -> AddressForm.check(
                        AddressForm.of("redis://h:6379", "redis://"), Optional.of("redis://:s3cret-word@h:6379")))
                .hasMessageNotContaining("s3cret-word");
        assertThatThrownBy(() -> AddressForm.check(AddressForm.NONE, Optional.of("redis://h")))
                .hasMessageContaining("leave `url` out");
        assertThatThrownBy(() -> AddressForm.check(AddressForm.of("redis://h:6379", "redis://"), Optional.empty()))
                .hasMessageContaining("redis://h:6379");
    }
}
