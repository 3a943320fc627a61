package io.kefu.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.memory.MemoryTier;
import io.kefu.storage.projection.AsideFile;
import io.kefu.storage.projection.BatchSettings;
import io.kefu.storage.projection.FlakyTier;
import io.kefu.storage.projection.Projector;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchHit;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.warm.WarmTier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int HELD_HOT = 10;

    @TempDir
    Path directory;

    private Journal journal;
    private AsideFile aside;
    private FlakyTier hot;
    private FlakyTier warm;
    private Projector hotProjector;
    private Projector warmProjector;
    private List<TierReader> readers;
    private History history;

    @BeforeEach
    void open() {
        journal = SqliteJournal.open(directory.resolve("journal"));
        aside = AsideFile.open(directory.resolve("aside.db"));
        hot = new FlakyTier(new MemoryTier(HELD_HOT, 8 << 20, Duration.ofHours(1), 0, InstantSource.system()));
        warm = new FlakyTier(WarmTier.open("warm", directory.resolve("warm.db"), Duration.ofSeconds(2)));
        hotProjector = projector(hot);
        warmProjector = projector(warm);
        readers = List.of(new TierReader(hotProjector), new TierReader(warmProjector));
        history = new History(journal, readers, InstantSource.system());
    }

    private Projector projector(MessageTier tier) {
        Projector projector = new Projector(
                journal, tier, new TestSource(), aside, new BatchSettings(100, Duration.ZERO), InstantSource.system());
        projector.start();
        return projector;
    }

    @AfterEach
    void close() {
        hot.answers();
        warm.answers();
        readers.forEach(TierReader::close);
        hotProjector.close();
        warmProjector.close();
        warm.close();
        aside.close();
        journal.close();
    }

    private void append(long from, int count) throws Exception {
        for (long seq = from; seq < from + count; seq++) {
            journal.append(List.of(TestSource.record("c1", seq, "text " + seq)));
        }
    }

    private void settled() throws Exception {
        assertThat(hotProjector.awaitCursor(journal.end(), SOON)).isTrue();
        assertThat(warmProjector.awaitCursor(journal.end(), SOON)).isTrue();
    }

    private static List<Long> seqs(HistoryPage page) {
        return page.messages().stream().map(StoredMessage::seq).toList();
    }

    @Test
    void a_page_within_the_hot_tier_comes_from_it_alone() throws Exception {
        append(1, 30);
        settled();
        HistoryPage page = history.read("c1", 30, Range.newest(5));
        assertThat(seqs(page)).containsExactly(26L, 27L, 28L, 29L, 30L);
        assertThat(page.tiers()).containsExactly("hot");
        assertThat(page.partial()).isFalse();
    }

    @Test
    void a_page_across_tiers_is_joined_without_gap_or_repeat_and_says_so() throws Exception {
        append(1, 30);
        settled();
        HistoryPage page = history.read("c1", 30, Range.after(10, 100));
        assertThat(seqs(page))
                .hasSize(20)
                .startsWith(11L)
                .endsWith(30L)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(page.tiers()).containsExactly("hot", "warm");
        assertThat(history.read("c1", 30, Range.before(5, 100)).tiers()).containsExactly("warm");
        assertThat(seqs(history.read("c1", 30, Range.after(3, 2)))).containsExactly(4L, 5L);
        assertThat(seqs(history.read("c1", 30, Range.after(30, 2)))).isEmpty();
        assertThat(seqs(history.read("c1", 30, Range.before(1, 2)))).isEmpty();
    }

    @Test
    void nothing_newer_than_what_the_caller_knows_is_given() throws Exception {
        append(1, 30);
        settled();
        assertThat(seqs(history.read("c1", 28, Range.newest(2)))).containsExactly(27L, 28L);
        assertThat(seqs(history.read("c1", 28, Range.after(27, 10)))).containsExactly(28L);
        assertThat(history.read("c1", 0, Range.newest(2)).messages()).isEmpty();
    }

    @Test
    void a_tier_that_lags_is_waited_for() throws Exception {
        append(1, 5);
        settled();
        hot.takesRecords(false);
        warm.takesRecords(false);
        journal.append(List.of(TestSource.record("c1", 6, "recall 2")));
        CompletableFuture<HistoryPage> reading =
                CompletableFuture.supplyAsync(() -> history.read("c1", 6, Range.before(4, 3)));
        hot.takesRecords(true);
        warm.takesRecords(true);
        HistoryPage page = reading.get(20, TimeUnit.SECONDS);
        assertThat(page.partial()).isFalse();
        assertThat(seqs(page)).containsExactly(1L, 2L, 3L);
        assertThat(page.messages().get(1).amendment()).isNotNull();
    }

    @Test
    void a_recall_that_a_tier_has_not_got_for_days_makes_its_answer_partial() throws Exception {
        long threeDaysAgo = System.currentTimeMillis() - Duration.ofDays(3).toMillis();
        for (long seq = 1; seq <= 12; seq++) {
            journal.append(List.of(TestSource.record("c1", seq, "text " + seq, threeDaysAgo)));
        }
        settled();
        warm.takesRecords(false);
        long anHourLater = threeDaysAgo + Duration.ofHours(1).toMillis();
        journal.append(List.of(TestSource.record("c1", 13, "recall 2", anHourLater)));
        HistoryPage page = history.read("c1", 13, Range.after(0, 3));
        assertThat(page.partial()).isTrue();
        assertThat(page.late()).containsExactly("warm");
        warm.takesRecords(true);
        settled();
        page = history.read("c1", 13, Range.after(0, 3));
        assertThat(page.partial()).isFalse();
        assertThat(page.messages().get(1).amendment()).isNotNull();
    }

    @Test
    void a_first_record_of_a_clock_that_was_ahead_makes_no_recent_row_exact() throws Exception {
        for (long seq = 1; seq <= 12; seq++) {
            journal.append(List.of(TestSource.record("c1", seq, "text " + seq)));
        }
        settled();
        warm.takesRecords(false);
        long inThreeDays = System.currentTimeMillis() + Duration.ofDays(3).toMillis();
        journal.append(List.of(TestSource.record("c2", 1, "early", inThreeDays)));
        journal.append(List.of(TestSource.record("c1", 13, "recall 2")));
        HistoryPage page = history.read("c1", 13, Range.after(0, 3));
        assertThat(page.partial()).isTrue();
        assertThat(page.late()).containsExactly("warm");
    }

    @Test
    void a_journal_that_fails_or_is_slow_makes_the_answer_partial_in_time() throws Exception {
        append(1, 12);
        settled();
        warm.takesRecords(false);
        append(13, 1);
        Journal failing = reading(() -> {
            throw new StorageException("the disk is gone");
        });
        Journal slow = reading(() -> {
            new CountDownLatch(1).await(10, TimeUnit.SECONDS);
            return null;
        });
        for (Journal each : List.of(failing, slow)) {
            long start = System.nanoTime();
            HistoryPage page = new History(each, readers, InstantSource.system()).read("c1", 13, Range.after(0, 3));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3_500));
            assertThat(page.partial()).isTrue();
            assertThat(page.late()).containsExactly("warm");
            assertThat(seqs(page)).containsExactly(1L, 2L, 3L);
        }
    }

    /** The journal behind a disk that does something else when a record is read. */
    private Journal reading(Callable<Void> disk) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, values) -> {
                    if (method.getName().equals("read")) {
                        disk.call();
                    }
                    return method.invoke(journal, values);
                });
    }

    @Test
    void a_tier_that_goes_on_lagging_makes_the_answer_partial_in_time_and_is_named() throws Exception {
        append(1, 5);
        settled();
        hot.takesRecords(false);
        warm.takesRecords(false);
        append(6, 3);
        long start = System.nanoTime();
        HistoryPage page = history.read("c1", 8, Range.newest(3));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3_500));
        assertThat(page.partial()).isTrue();
        assertThat(page.late()).containsExactly("hot", "warm");
        assertThat(page.messages()).isEmpty();
        assertThat(seqs(history.read("c1", 8, Range.newest(5)))).containsExactly(4L, 5L);
    }

    @Test
    void a_tier_that_hangs_makes_the_answer_partial_in_time_and_soon_costs_no_time_at_all() throws Exception {
        append(1, 30);
        settled();
        warm.hangs();
        long start = System.nanoTime();
        HistoryPage page = history.read("c1", 30, Range.newest(20));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3_500));
        assertThat(page.partial()).isTrue();
        assertThat(page.late()).containsExactly("warm");
        assertThat(page.tiers()).containsExactly("hot");
        assertThat(seqs(page)).hasSize(HELD_HOT).startsWith(21L).endsWith(30L);
        assertThat(history.read("c1", 30, Range.newest(5)).partial())
                .as("not needed")
                .isFalse();
        history.read("c1", 30, Range.newest(20));
        assertThat(history.read("c1", 30, Range.after(0, 20)).messages())
                .as("a page that goes up begins where it was asked for or not at all")
                .isEmpty();
        start = System.nanoTime();
        assertThat(history.read("c1", 30, Range.newest(20)).partial()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void what_was_erased_or_set_aside_leaves_its_gap_and_is_not_waited_for() throws Exception {
        append(1, 3);
        journal.append(List.of(TestSource.record("c1", 4, "bad")));
        append(5, 2);
        settled();
        long start = System.nanoTime();
        HistoryPage page = history.read("c1", 6, Range.newest(10));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
        assertThat(page.partial()).isFalse();
        assertThat(seqs(page)).containsExactly(1L, 2L, 3L, 5L, 6L);
        assertThat(history.read("unknown", 7, Range.newest(10)).partial()).isFalse();
    }

    @Test
    void a_page_after_what_has_aged_out_begins_with_the_oldest_kept() throws Exception {
        append(1, 30);
        settled();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        warm.drop(today);
        assertThat(seqs(history.read("c1", 30, Range.after(0, 5)))).containsExactly(21L, 22L, 23L, 24L, 25L);
    }

    @Test
    void what_an_index_finds_and_no_row_shows_takes_no_hit_off_a_later_page() throws Exception {
        append(1, 12);
        settled();
        MessageTier edited = (MessageTier) Proxy.newProxyInstance(
                MessageTier.class.getClassLoader(), new Class<?>[] {MessageTier.class}, (proxy, method, values) -> {
                    Object answer = method.invoke(warm, values);
                    return answer instanceof SearchResult found ? editedMeanwhile(found) : answer;
                });
        Projector projector = new Projector(
                journal,
                edited,
                new TestSource(),
                aside,
                new BatchSettings(100, Duration.ZERO),
                InstantSource.system());
        List<Long> seen = new ArrayList<>();
        try (TierReader reader = new TierReader(projector);
                Search search = new Search(List.of(new Search.Searched(reader, Duration.ofSeconds(5))))) {
            for (int offset = 0; offset < 12; offset += 4) {
                SearchResult page =
                        search.search(SearchQuery.of("text", 4).part(offset, 4)).result();
                page.hits().forEach(hit -> seen.add(hit.message().seq()));
                assertThat(page.hits()).hasSize(offset < 8 ? 4 : 2);
            }
        }
        assertThat(seen).containsExactly(12L, 10L, 9L, 8L, 7L, 5L, 4L, 3L, 2L, 1L);
    }

    /** Of the eleventh and the sixth the row shows something else by now. */
    private static SearchResult editedMeanwhile(SearchResult found) {
        return new SearchResult(
                found.hits().stream()
                        .map(hit ->
                                hit.message().seq() % 5 == 1 && hit.message().seq() > 1
                                        ? new SearchHit(hit.message(), "else", List.of())
                                        : hit)
                        .toList(),
                found.total());
    }

    @Test
    void search_says_when_its_tier_is_away() throws Exception {
        append(1, 3);
        settled();
        Search search = new Search(List.of(new Search.Searched(readers.getLast(), Duration.ofSeconds(5))));
        SearchQuery query = SearchQuery.of("text", 10);
        Deadlines.await(
                "the first search, which loads classes",
                () -> !search.search(query).partial());
        assertThat(search.search(query).result().total()).isEqualTo(3);
        warm.hangs();
        SearchPage page = search.search(query);
        assertThat(page.partial()).isTrue();
        assertThat(page.result().hits()).isEmpty();
    }
}
