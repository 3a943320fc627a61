package io.kefu.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchHit;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.StoredMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Whatever is written, aged, dropped, cut off, restarted or decided anew, and in whatever order: what is read at any point is
 * what a simple list holds, and an answer that is not whole says so. In the end each message is in every tier that it belongs to.
 */
final class TierModelProperties {
    /** A tier that failed several times is left alone for five seconds: until then it may still be missed. */
    private static final Duration REST = Duration.ofSeconds(6);

    private static final Duration COLD_KEEP = Duration.ofDays(120);

    private enum What {
        APPEND,
        AMEND,
        TIME,
        AGE,
        RETAIN,
        KEEP,
        WARM_AWAY,
        COLD_AWAY,
        BACK,
        RESTART,
        NEWEST,
        BEFORE,
        AFTER,
        SEARCH
    }

    record Step(What what, int conversation, int a, int b) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(8, What.APPEND),
                                Tuple.of(4, What.AMEND),
                                Tuple.of(4, What.TIME),
                                Tuple.of(2, What.AGE),
                                Tuple.of(1, What.RETAIN),
                                Tuple.of(1, What.KEEP),
                                Tuple.of(1, What.WARM_AWAY),
                                Tuple.of(1, What.COLD_AWAY),
                                Tuple.of(2, What.BACK),
                                Tuple.of(1, What.RESTART),
                                Tuple.of(3, What.NEWEST),
                                Tuple.of(3, What.BEFORE),
                                Tuple.of(3, What.AFTER),
                                Tuple.of(2, What.SEARCH)),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(1, 12))
                .as(Step::new)
                .list()
                .ofMinSize(15)
                .ofMaxSize(60);
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void reads_are_never_wrong_and_nothing_is_lost(@ForAll("steps") List<Step> steps) throws Exception {
        Path directory = Files.createTempDirectory("tiers");
        try (Run run = new Run(directory)) {
            for (Step step : steps) {
                run.take(step);
            }
            run.end();
        } finally {
            remove(directory);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted().toList().reversed()) {
                Files.delete(each);
            }
        }
    }

    private static final class Run implements AutoCloseable {
        private final Path directory;
        private final List<Written> conversations = List.of(new Written("c0"), new Written("c1"));
        private Instant now = Instant.now().minus(Duration.ofDays(700)).truncatedTo(ChronoUnit.MILLIS);
        private Duration warmKeep = Duration.ofDays(30);
        private TierSet tiers;
        private boolean away;
        private long backAt = System.nanoTime() - REST.toNanos();

        Run(Path directory) {
            this.directory = directory;
            this.tiers = open();
        }

        private TierSet open() {
            return new TierSet(directory, () -> now);
        }

        void take(Step step) throws Exception {
            Written written = conversations.get(step.conversation());
            switch (step.what()) {
                case APPEND -> tiers.append(written.texts(step.b(), now));
                case AMEND -> amend(written, step);
                case TIME -> now = now.plus(Duration.ofHours(step.a() * 20L));
                case AGE -> tiers.age(warmKeep);
                case RETAIN -> retain();
                case KEEP -> warmKeep = Duration.ofDays(step.b() * 5L);
                case WARM_AWAY -> isAway(true, false);
                case COLD_AWAY -> isAway(false, true);
                case BACK -> back();
                case RESTART -> restart();
                case NEWEST -> written.compare(tiers.history(), Range.newest(step.b()), mayBePartial());
                case BEFORE -> written.compare(tiers.history(), Range.before(step.a(), step.b()), mayBePartial());
                case AFTER -> written.compare(tiers.history(), Range.after(step.a(), step.b()), mayBePartial());
                case SEARCH -> search("word" + step.a() % 3);
            }
        }

        private void amend(Written written, Step step) throws Exception {
            var records = written.amend(written.size() - step.a() % 9, step.b() % 2 == 0, now);
            if (!records.isEmpty()) {
                tiers.append(records);
            }
        }

        private void retain() {
            Instant first = now.minus(COLD_KEEP)
                    .atZone(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.DAYS)
                    .toInstant();
            conversations.forEach(each -> each.mayGoBefore(first));
            tiers.retain(COLD_KEEP);
        }

        private void isAway(boolean warm, boolean cold) {
            away = true;
            tiers.warmIsAway(warm);
            tiers.coldIsAway(cold);
        }

        private void back() {
            if (away) {
                backAt = System.nanoTime();
            }
            away = false;
            tiers.warmIsAway(false);
            tiers.coldIsAway(false);
        }

        private boolean mayBePartial() {
            return away || System.nanoTime() - backAt < REST.toNanos();
        }

        private void restart() {
            back();
            tiers.close();
            tiers = open();
        }

        /** A search is as fresh as its tiers: each found once, the newest first, and nothing that was never there. */
        private void search(String word) {
            List<StoredMessage> found = tiers.search(SearchQuery.of(word, SearchQuery.MOST)).result().hits().stream()
                    .map(SearchHit::message)
                    .toList();
            assertThat(found)
                    .extracting(each -> each.conversationId() + each.seq())
                    .doesNotHaveDuplicates();
            assertThat(found.reversed()).extracting(StoredMessage::atMillis).isSorted();
            assertThat(found).allSatisfy(each -> assertThat(each.shownText()).startsWith(word + " "));
        }

        /** All is whole again: then nothing is missing anywhere. */
        void end() throws Exception {
            restart();
            tiers.settle();
            tiers.age(warmKeep);
            for (Written each : conversations) {
                each.pageThrough(tiers.history(), 7);
                each.compare(tiers.history(), Range.after(0, Range.MOST), false);
            }
            for (int word = 0; word < 3; word++) {
                everywhereFound("word" + word);
            }
            everythingIsCold();
        }

        private void everywhereFound(String word) throws InterruptedException {
            SearchQuery query = SearchQuery.of(word, SearchQuery.MOST);
            Deadlines.await("a search of all tiers", () -> !tiers.search(query).partial());
            SearchPage page = tiers.search(query);
            Set<String> found = new HashSet<>();
            for (SearchHit hit : page.result().hits()) {
                int conversation =
                        Integer.parseInt(hit.message().conversationId().substring(1));
                assertThat(conversations.get(conversation).shows(hit.message().seq(), word))
                        .isTrue();
                found.add(hit.message().conversationId() + "/" + hit.message().seq());
            }
            if (page.result().total() <= SearchQuery.MOST) {
                conversations.forEach(each -> assertThat(found).containsAll(each.showing(word)));
            }
        }

        /** The cold tier holds all that is not dropped; the warm one nothing that has had its time. */
        private void everythingIsCold() {
            Set<String> held = new HashSet<>();
            MessageTier cold = tiers.cold();
            cold.days()
                    .forEach(day -> cold.scan(
                            day,
                            each -> assertThat(held.add(each.conversationId() + "/" + each.seq()))
                                    .isTrue()));
            for (int i = 0; i < conversations.size(); i++) {
                String id = "c" + i;
                assertThat(held)
                        .containsAll(conversations.get(i).stays().stream()
                                .map(seq -> id + "/" + seq)
                                .toList());
            }
            Instant due = now.minus(warmKeep)
                    .atZone(ZoneOffset.UTC)
                    .truncatedTo(ChronoUnit.DAYS)
                    .toInstant();
            assertThat(tiers.warm().days())
                    .allSatisfy(
                            day -> assertThat(day.atStartOfDay(ZoneOffset.UTC).toInstant())
                                    .isAfterOrEqualTo(due));
        }

        @Override
        public void close() {
            tiers.close();
        }
    }
}
