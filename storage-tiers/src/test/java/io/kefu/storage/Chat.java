package io.kefu.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.storage.fault.Deadlines;
import io.kefu.storage.history.HistoryPage;
import io.kefu.storage.history.SearchPage;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.projection.TestSource;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Conversations that are written and looked at, and what is known to have been acknowledged. */
final class Chat {
    static final int OLD = 40;
    private static final int TALKS = 5;
    private static final int PER_DAY = 4;

    /** A busy machine's bound of one answer: what is late is asked for again. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, List<String>> written = new TreeMap<>();
    private int turn;

    /** Messages of the last ten days before the journal's window, and the journal cut behind them. */
    void fill(Storage storage) throws Exception {
        Instant start = Instant.now().minus(Duration.ofDays(20));
        for (int i = 0; i < OLD; i++) {
            say(storage, "c" + i % TALKS, "old " + i, start.plus(Duration.ofDays(i / PER_DAY)));
        }
        say(storage, "c0", "recall 1", start.plus(Duration.ofHours(1)));
        say(storage, "c1", "edit 1 mended", start.plus(Duration.ofHours(1)));
        Deadlines.await("all tiers have it", PATIENCE, () -> isCarried(storage));
        storage.journal().checkpoint(List.of(), List.of(), storage.journal().end());
        storage.journal().cut(storage.journal().end());
    }

    static boolean isCarried(Storage storage) {
        return storage.status().tiers().stream()
                .allMatch(each -> each.cursor() >= storage.journal().end());
    }

    void say(Storage storage, String talk, String text, Instant at) throws Exception {
        List<String> texts = written.computeIfAbsent(talk, each -> new ArrayList<>());
        JournalRecord record = TestSource.record(talk, texts.size() + 1, text, at.toEpochMilli());
        storage.journal().append(List.of(record));
        texts.add(text);
    }

    /** Writes and reads until it is so: 200 messages a second, and after each few a whole conversation and a search. */
    void await(String what, Storage storage, BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            if (written.size() == TALKS) {
                goOn(storage);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    void goOn(Storage storage) throws Exception {
        String talk = "c" + turn++ % TALKS;
        for (int i = 0; i < 2; i++) {
            say(storage, talk, "new " + turn, Instant.now());
        }
        read(storage, talk);
        if (turn % TALKS == 0) {
            SearchPage found = whole(
                    "a search", () -> storage.search().search(SearchQuery.of("old", 10)), each -> !each.partial());
            assertThat(found.result().total()).isEqualTo(OLD - 2);
        }
    }

    void readAll(Storage storage) {
        written.keySet().forEach(talk -> read(storage, talk));
    }

    /** Asks again as long as a tier was too late with its part. */
    private static <T> T whole(String what, Supplier<T> ask, Predicate<T> isWhole) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T answer = ask.get();
        while (!isWhole.test(answer)) {
            assertThat(System.nanoTime()).as(what + " is whole: " + answer).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            answer = ask.get();
        }
        return answer;
    }

    private void read(Storage storage, String talk) {
        List<String> texts = written.get(talk);
        HistoryPage page = whole(
                "a read",
                () -> storage.history().read(talk, texts.size(), Range.after(0, 10_000)),
                each -> !each.partial());
        assertThat(page.messages())
                .extracting(StoredMessage::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, texts.size()).boxed().toList());
        for (StoredMessage each : page.messages()) {
            String text = texts.get((int) each.seq() - 1);
            if (each.seq() == 1 && talk.equals("c0")) {
                assertThat(each.shownText()).isEmpty();
            } else if (each.seq() == 1 && talk.equals("c1")) {
                assertThat(each.shownText()).isEqualTo("mended");
            } else if (!text.startsWith("recall") && !text.startsWith("edit")) {
                assertThat(each.shownText()).isEqualTo(text);
            }
        }
    }

    long messages() {
        return written.values().stream().mapToLong(List::size).sum();
    }
}
