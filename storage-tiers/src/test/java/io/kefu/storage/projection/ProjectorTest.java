package io.kefu.storage.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.SqliteJournal;
import io.kefu.storage.memory.MemoryTier;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.warm.WarmTier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProjectorTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Journal journal;
    private AsideFile aside;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void open() {
        journal = SqliteJournal.open(directory.resolve("journal"));
        aside = AsideFile.open(directory.resolve("aside.db"));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        aside.close();
        journal.close();
    }

    private WarmTier warm() {
        WarmTier tier = WarmTier.open("warm", directory.resolve("warm.db"), Duration.ofSeconds(2));
        open.add(tier);
        return tier;
    }

    private Projector projector(MessageTier tier) {
        Projector projector = new Projector(
                journal,
                tier,
                new TestSource(),
                aside,
                new BatchSettings(100, Duration.ofMillis(20)),
                InstantSource.system());
        open.add(projector);
        projector.start();
        return projector;
    }

    @Test
    void what_waited_while_no_server_ran_lags_since_the_start_alone() throws Exception {
        long threeDaysAgo = System.currentTimeMillis() - Duration.ofDays(3).toMillis();
        journal.append(List.of(TestSource.record("c1", 1, "of before the stop", threeDaysAgo)));
        Projector projector = new Projector(
                journal,
                new MemoryTier(200, 1 << 20, Duration.ofHours(1), 0, InstantSource.system()),
                new TestSource(),
                aside,
                new BatchSettings(100, Duration.ZERO),
                InstantSource.system());
        open.add(projector);
        assertThat(projector.status().lagRecords()).isEqualTo(1);
        assertThat(projector.status().lag()).isLessThan(Duration.ofMinutes(1));
        assertThat(projector.lag()).as("whoever reads asks for its age").isGreaterThan(Duration.ofDays(2));
        projector.start();
    }

    @Test
    void a_restart_does_not_hide_for_how_long_a_tier_has_taken_nothing() throws Exception {
        long threeDaysAgo = System.currentTimeMillis() - Duration.ofDays(3).toMillis();
        journal.append(List.of(TestSource.record("c1", 1, "of before the restart", threeDaysAgo)));
        FlakyTier away = new FlakyTier(new MemoryTier(200, 1 << 20, Duration.ofHours(1), 0, InstantSource.system()));
        away.takesRecords(false);
        Projector projector = new Projector(
                journal, away, new TestSource(), aside, new BatchSettings(100, Duration.ZERO), InstantSource.system());
        open.add(projector);
        projector.start();
        Deadlines.await("it is away", () -> !projector.status().health().available());
        assertThat(projector.status().lag()).isGreaterThan(Duration.ofDays(2));
    }

    @ParameterizedTest
    @CsvSource({"100, 500", "1000, 2000", "2000, 2000", "3000, 3000"})
    void far_behind_batches_are_larger_up_to_a_bound(int rows, int largest) throws Exception {
        append(1, 7_000);
        MessageTier memory = new MemoryTier(200, 1 << 20, Duration.ofHours(1), 0, InstantSource.system());
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        MessageTier watched = (MessageTier) Proxy.newProxyInstance(
                MessageTier.class.getClassLoader(), new Class<?>[] {MessageTier.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("append")) {
                        sizes.add(((List<?>) arguments[0]).size());
                    }
                    return method.invoke(memory, arguments);
                });
        Projector projector = new Projector(
                journal,
                watched,
                new TestSource(),
                aside,
                new BatchSettings(rows, Duration.ZERO),
                InstantSource.system());
        open.add(projector);
        projector.start();
        assertThat(projector.awaitCursor(7_000, SOON)).isTrue();
        assertThat(sizes.getFirst()).isEqualTo(largest);
        assertThat(sizes).allMatch(size -> size <= largest);
    }

    private void append(int from, int count) throws Exception {
        List<JournalRecord> batch = new ArrayList<>();
        for (int seq = from; seq < from + count; seq++) {
            batch.add(TestSource.record("c1", seq, "text " + seq));
        }
        journal.append(batch);
    }

    private static List<Long> seqs(MessageTier tier) {
        return tier.read("c1", Range.newest(10_000)).messages().stream()
                .map(StoredMessage::seq)
                .toList();
    }

    @Test
    void what_is_committed_comes_into_the_tier_and_goes_on_from_its_cursor_after_a_restart() throws Exception {
        append(1, 2_500);
        try (WarmTier tier = WarmTier.open("warm", directory.resolve("warm.db"), Duration.ofSeconds(2));
                Projector first = projector(tier)) {
            assertThat(first.awaitCursor(2_500, SOON)).isTrue();
        }
        append(2_501, 10);
        WarmTier tier = warm();
        assertThat(tier.cursor()).isEqualTo(2_500);
        Projector second = projector(tier);
        assertThat(second.awaitCursor(2_510, SOON)).isTrue();
        assertThat(seqs(tier)).hasSize(2_510).isSorted().doesNotHaveDuplicates();
        assertThat(second.status().lagRecords()).isZero();
        assertThat(second.status().lag()).isZero();
    }

    @Test
    void a_record_that_is_not_understood_or_not_held_is_set_aside_and_the_rest_go_on() throws Exception {
        append(1, 40);
        journal.append(List.of(
                TestSource.record("c1", 41, "bad body"),
                TestSource.record("c2", 1L << 40, "beyond what the tier numbers"),
                TestSource.record("c1", 42, "good")));
        append(43, 40);
        WarmTier tier = warm();
        Projector projector = projector(tier);
        assertThat(projector.awaitCursor(journal.end(), SOON)).isTrue();
        assertThat(seqs(tier)).hasSize(81).doesNotContain(41L).contains(42L, 82L);
        assertThat(projector.status().setAside()).isEqualTo(2);
        assertThat(aside.latest(10)).extracting(AsideRecord::offset).containsExactly(41L, 40L);
        assertThat(aside.latest(10).getLast().reason()).contains("not understood");
    }

    @Test
    void a_tier_that_is_down_lags_says_so_and_catches_up_by_itself() throws Exception {
        FlakyTier tier = new FlakyTier(warm());
        tier.takesRecords(false);
        Projector projector = projector(tier);
        append(1, 500);
        Deadlines.await("the failure shows", () -> !projector.status().health().available());
        assertThat(projector.status().health().reason()).contains("the line is cut");
        assertThat(projector.status().lagRecords()).isEqualTo(500);
        Deadlines.await("the lag grows", () -> projector.status().lag().toMillis() > 0);
        tier.takesRecords(true);
        assertThat(projector.awaitCursor(500, SOON)).isTrue();
        Deadlines.await("health comes back", () -> projector.status().health().available());
        assertThat(seqs(tier)).hasSize(500);
        assertThat(projector.status().setAside()).isZero();
        assertThat(projector.status().failures()).isPositive();
    }

    @Test
    void records_that_were_cut_before_the_tier_had_them_are_counted_and_not_waited_for() throws Exception {
        append(1, 100);
        journal.checkpoint(List.of(), List.of(), 60);
        journal.cut(60);
        Projector projector = projector(warm());
        assertThat(projector.awaitCursor(100, SOON)).isTrue();
        assertThat(projector.status().missed()).isEqualTo(60);
    }

    @Test
    void a_restart_fills_the_hot_tier_from_the_journals_end() throws Exception {
        append(1, 300);
        long start = Replay.start(journal, 100);
        MemoryTier tier = new MemoryTier(200, 1 << 20, Duration.ofHours(1), start, InstantSource.system());
        assertThat(Replay.run(journal, tier, new TestSource(), aside, SOON)).isEqualTo(100);
        assertThat(seqs(tier)).hasSize(100).startsWith(201L).endsWith(300L);
        assertThat(tier.cursor()).isEqualTo(300);
    }
}
