package io.kefu.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.storage.ageing.Ageing;
import io.kefu.storage.ageing.DayOutcome;
import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.memory.MemoryTier;
import io.kefu.storage.projection.AsideFile;
import io.kefu.storage.projection.BatchSettings;
import io.kefu.storage.projection.FlakyTier;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.repair.DayComparison;
import io.kefu.storage.repair.DayRepair;
import io.kefu.storage.repair.Verification;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchHit;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierUnavailableException;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cold tier behind the warm one: its batches wait an hour, and nobody who reads waits for them. */
final class ThreeTiersTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration KEEP = Duration.ofDays(30);
    private static final int HELD_HOT = 10;

    @TempDir
    Path directory;

    private final Instant now = Instant.now();
    private Journal journal;
    private AsideFile aside;
    private FlakyTier warm;
    private FlakyTier cold;
    private List<Projector> projectors;
    private List<TierReader> readers;
    private History history;
    private Search search;

    @BeforeEach
    void open() {
        journal = SqliteJournal.open(directory.resolve("journal"));
        aside = AsideFile.open(directory.resolve("aside.db"));
        MessageTier hot = new MemoryTier(HELD_HOT, 8 << 20, Duration.ofHours(1), 0, InstantSource.system());
        warm = new FlakyTier(WarmTier.open("warm", directory.resolve("warm.db"), Duration.ofSeconds(2)));
        cold = new FlakyTier(WarmTier.open("cold", directory.resolve("cold.db"), Duration.ofSeconds(2)));
        projectors = List.of(
                projector(hot, Duration.ZERO), projector(warm, Duration.ZERO), projector(cold, Duration.ofHours(1)));
        readers = projectors.stream().map(TierReader::new).toList();
        history = new History(journal, readers, InstantSource.system());
        search = new Search(List.of(
                new Search.Searched(readers.get(1), Duration.ofSeconds(5)),
                new Search.Searched(readers.get(2), Duration.ofHours(2))));
    }

    private Projector projector(MessageTier tier, Duration linger) {
        Projector projector = new Projector(
                journal, tier, new TestSource(), aside, new BatchSettings(1_000, linger), InstantSource.system());
        projector.start();
        return projector;
    }

    @AfterEach
    void close() {
        warm.answers();
        cold.answers();
        search.close();
        readers.forEach(TierReader::close);
        projectors.forEach(Projector::close);
        warm.close();
        cold.close();
        aside.close();
        journal.close();
    }

    /** From so many days ago. */
    private void append(long from, int count, int daysAgo) throws Exception {
        for (long seq = from; seq < from + count; seq++) {
            long at = now.minus(Duration.ofDays(daysAgo)).toEpochMilli() + seq;
            journal.append(List.of(TestSource.record("c1", seq, "text " + seq, at)));
        }
    }

    private void allSettled() throws Exception {
        for (Projector each : projectors) {
            assertThat(each.hurryTo(journal.end(), SOON)).isTrue();
        }
    }

    private List<DayOutcome> age() {
        DayRepair repair = new DayRepair(warm, projectors.get(2));
        return new Ageing(warm, Optional.of(new Ageing.Colder(cold, repair::run)), KEEP, InstantSource.fixed(now))
                .run();
    }

    private static List<Long> seqs(HistoryPage page) {
        return page.messages().stream().map(StoredMessage::seq).toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void the_oldest_message_is_that_of_the_deepest_tier_and_nobody_guesses() throws Exception {
        append(1, 5, 60);
        append(6, 5, 20);
        allSettled();
        age();
        Duration lag = Duration.ofDays(1);
        assertThat(history.oldest("c1", lag))
                .hasValueSatisfying(at -> assertThat(at).isBefore(now.minus(Duration.ofDays(59))));
        assertThat(history.oldest("unknown", lag)).isEmpty();
        cold.hangs();
        assertThatThrownBy(() -> history.oldest("c1", lag)).isInstanceOf(TierUnavailableException.class);
    }

    @Test
    void what_has_aged_is_joined_to_what_is_new_and_nobody_waits_for_a_cold_batch() throws Exception {
        append(1, 40, 60);
        append(41, 40, 20);
        allSettled();
        assertThat(age()).extracting(DayOutcome::fate).containsOnly(DayOutcome.Fate.DROPPED);
        append(81, 20, 0);
        assertThat(projectors.get(1).awaitCursor(journal.end(), SOON)).isTrue();
        assertThat(projectors.get(2).status().lagRecords()).isEqualTo(20);

        long started = System.nanoTime();
        HistoryPage page = history.read("c1", 100, Range.after(0, 1_000));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(History.BOUND);
        assertThat(seqs(page)).isEqualTo(upTo(100));
        assertThat(page.tiers()).containsExactly("hot", "warm", "cold");
        assertThat(page.partial()).isFalse();
        assertThat(history.read("c1", 100, Range.before(20, 5)).tiers()).containsExactly("cold");
    }

    @Test
    void without_the_cold_tier_the_answer_is_what_the_others_hold_and_names_it() throws Exception {
        append(1, 20, 60);
        append(21, 20, 0);
        allSettled();
        age();
        cold.hangs();
        HistoryPage page = history.read("c1", 40, Range.newest(40));
        assertThat(seqs(page)).startsWith(21L).endsWith(40L).hasSize(20);
        assertThat(page.partial()).isTrue();
        assertThat(page.late()).containsExactly("cold");
        assertThat(history.read("c1", 40, Range.newest(20)).partial()).isFalse();
    }

    @Test
    void a_gap_in_the_warm_tier_hides_nothing_that_a_cold_tier_lacks() throws Exception {
        journal.append(List.of(
                TestSource.record("c1", 1, "first", 1_000),
                TestSource.record("c1", 2, "bad body", 2_000),
                TestSource.record("c1", 3, "third", 3_000)));
        assertThat(projectors.get(1).awaitCursor(3, SOON)).isTrue();
        journal.checkpoint(List.of(), List.of(), 3);
        allSettled();
        cold.drop(LocalDate.of(1970, 1, 1));
        append(4, 20, 0);
        allSettled();
        assertThat(seqs(history.read("c1", 23, Range.after(0, 3)))).containsExactly(1L, 3L);
    }

    @Test
    void a_search_finds_each_message_once_newest_first_across_both() throws Exception {
        append(1, 30, 60);
        append(31, 30, 20);
        allSettled();
        SearchQuery all = SearchQuery.of("text", 100);
        Deadlines.await(
                "the first search, which loads classes",
                () -> !search.search(all).partial());
        List<Long> found = new ArrayList<>();
        for (int offset = 0; offset < 60; offset += 7) {
            SearchPage page = search.search(new SearchQuery("text", null, null, null, null, null, 7, offset));
            assertThat(page.partial()).isFalse();
            assertThat(page.result().total()).isEqualTo(60);
            page.result().hits().stream()
                    .map(SearchHit::message)
                    .map(StoredMessage::seq)
                    .forEach(found::add);
        }
        assertThat(found.reversed()).isEqualTo(upTo(60));
        age();
        assertThat(search.search(all).result().hits()).hasSize(60);
        cold.hangs();
        SearchPage without = search.search(all);
        assertThat(without.result().hits()).hasSize(30);
        assertThat(without.late()).containsExactly("cold");
    }

    @Test
    void a_cold_tier_that_lacks_a_day_is_given_it_before_the_day_ages() throws Exception {
        append(1, 2_500, 60);
        journal.append(List.of(TestSource.record("c1", 2_501, "edit 7 changed", now.toEpochMilli())));
        allSettled();
        cold.drop(cold.days().getFirst());
        Verification verification = new Verification(projectors.get(1), projectors.get(2));
        assertThat(verification.run())
                .extracting(DayComparison::verdict)
                .containsExactly(DayComparison.Verdict.DISAGREE, DayComparison.Verdict.AGREE);
        assertThat(age()).extracting(DayOutcome::fate).containsExactly(DayOutcome.Fate.DROPPED);
        assertThat(verification.run())
                .extracting(DayComparison::verdict)
                .containsExactly(DayComparison.Verdict.AGED, DayComparison.Verdict.AGREE);
        HistoryPage page = history.read("c1", 2_501, Range.after(0, 10));
        assertThat(page.messages().get(6).shownText()).isEqualTo("changed");
    }

    @Test
    void a_cold_tier_that_holds_something_else_keeps_the_day_in_the_warm_one() throws Exception {
        append(1, 5, 60);
        allSettled();
        projectors.get(2).between(tier -> tier.erase("v-c1"), SOON);
        cold.append(
                List.of(new StoredMessage(
                        "c1",
                        "e1",
                        3,
                        "web",
                        "v-c1",
                        "visitor",
                        "v-c1",
                        now.minus(Duration.ofDays(60)).toEpochMilli() + 3,
                        false,
                        "forged",
                        new byte[] {1},
                        null)),
                cold.cursor());
        assertThat(age()).extracting(DayOutcome::fate).containsExactly(DayOutcome.Fate.KEPT_MISMATCH);
        assertThat(seqs(history.read("c1", 5, Range.after(0, 10)))).isEqualTo(upTo(5));
    }

    @Test
    void an_errand_to_a_tier_that_is_gone_ends_in_time() throws Exception {
        allSettled();
        Projector projector = projectors.get(2);
        projector.close();
        assertThatThrownBy(() -> projector.between(MessageTier::cursor, Duration.ofMillis(50)))
                .hasMessageContaining("cold tier");
    }
}
