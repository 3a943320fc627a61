package io.kefu.bench.storage;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierFacts;
import io.kefu.storage.tier.TierUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One engine: filled with a corpus, then read and searched. */
public final class TierBench {
    private static final int BATCH = 5_000;
    private static final int ATTEMPTS = 5;
    private static final long PAUSE_NANOS = 500_000_000;
    private static final int READS = 21;
    private static final int PAGES = 101;
    private static final int SEARCHES = 100;
    private static final int PAGE = 50;

    private final MessageTier tier;
    private final Corpus corpus;
    private final Consumer<String> out;
    private TierFacts half = new TierFacts("", Long.MAX_VALUE, 0, null, null);

    public TierBench(MessageTier tier, Corpus corpus, Consumer<String> out) {
        this.tier = tier;
        this.corpus = corpus;
        this.out = out;
    }

    /** What was measured of an engine. */
    public record Result(
            double rowsPerSecond,
            Measured history,
            Map<Long, Measured> pages,
            Measured search,
            double bytesPerMessage) {
        /** Of a page of 50 by its depth, as a JSON object. */
        public String pagesJson() {
            return pages.entrySet().stream()
                    .map(each -> String.format(
                            Locale.ROOT,
                            "\"%d\": %.2f",
                            each.getKey(),
                            each.getValue().medianMillis()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }

    public Result run() {
        double rate = fill();
        Measured history = Measured.of(
                READS,
                i -> demand(
                        tier.read(Corpus.LONG, Range.newest(Corpus.LONG_MESSAGES))
                                .messages()
                                .size(),
                        Corpus.LONG_MESSAGES));
        say("history of 10,000", history);
        Map<Long, Measured> pages = pages();
        Measured search = Measured.of(SEARCHES, i -> tier.search(SearchQuery.of(Corpus.sought(i), PAGE)));
        say("search, 2 characters", search);
        TierFacts facts = tier.facts();
        double bytes = (double) facts.bytes() / Math.max(1, facts.messages());
        out.accept("%-12s %-26s %8.0f bytes a message%s, %,d messages, version %s"
                .formatted(tier.engine(), "size", bytes, slope(facts), facts.messages(), facts.version()));
        return new Result(rate, history, pages, search, bytes);
    }

    /** What each message of the second half took: without what an empty engine takes. */
    private String slope(TierFacts end) {
        long messages = end.messages() - half.messages();
        return messages <= 0 ? "" : " (slope %.0f)".formatted((double) (end.bytes() - half.bytes()) / messages);
    }

    private double fill() {
        long already = tier.cursor();
        long started = System.nanoTime();
        List<TierEntry> batch = new ArrayList<>(BATCH);
        for (long place = tier.cursor(); place < corpus.messages(); place++) {
            batch.add(corpus.at(place));
            if (batch.size() == BATCH || place + 1 == corpus.messages()) {
                append(batch, place + 1);
                batch = new ArrayList<>(BATCH);
                if ((place + 1) * 2 == corpus.messages()) {
                    half = tier.facts();
                }
            }
        }
        if (already >= corpus.messages()) {
            return 0;
        }
        double rate = (corpus.messages() - already) * 1e9 / (System.nanoTime() - started);
        out.accept("%-12s %-26s %,10.0f messages/s".formatted(tier.engine(), "filled", rate));
        return rate;
    }

    /** As a projector does: what fails is tried again, and told. */
    private void append(List<TierEntry> batch, long next) {
        for (int attempt = 1; ; attempt++) {
            try {
                tier.append(batch, next);
                return;
            } catch (TierUnavailableException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                out.accept("%-12s %-26s %s".formatted(tier.engine(), "tries again", e.getMessage()));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private Map<Long, Measured> pages() {
        Map<Long, Measured> pages = new LinkedHashMap<>();
        for (long depth : new long[] {0, 10_000, 1_000_000}) {
            if (depth + PAGE < corpus.deepMessages()) {
                long before = corpus.deepMessages() - depth;
                Measured page = Measured.of(
                        PAGES,
                        i -> demand(
                                tier.read(Corpus.DEEP, Range.before(before - i, PAGE))
                                        .messages()
                                        .size(),
                                PAGE));
                say("page of 50, %,d deep".formatted(depth), page);
                pages.put(depth, page);
            }
        }
        return pages;
    }

    private static void demand(int found, int expected) {
        if (found != expected) {
            throw new TierUnavailableException("gave " + found + " messages instead of " + expected);
        }
    }

    private void say(String what, Measured measured) {
        out.accept("%-12s %-26s %s".formatted(tier.engine(), what, measured));
    }
}
