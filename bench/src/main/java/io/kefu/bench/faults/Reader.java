package io.kefu.bench.faults;

import io.kefu.storage.Storage;
import io.kefu.storage.history.HistoryPage;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Reads all the time, anywhere, and holds each answer against the truth. */
final class Reader {
    private static final Duration PAUSE = Duration.ofMillis(30);
    private static final int MOST_TOLD = 20;

    private final Storage storage;
    private final Traffic traffic;
    private final SplittableRandom random;
    private final List<String> wrong = new ArrayList<>();
    private volatile boolean stopped;
    private long reads;
    private long partial;
    private long slowestNanos;

    Reader(Storage storage, Traffic traffic, long seed) {
        this.storage = storage;
        this.traffic = traffic;
        this.random = new SplittableRandom(seed);
    }

    /**
     * What was seen since the last look.
     *
     * @param partial answers that said that a tier is missing
     */
    record Seen(long reads, long partial, long slowestMillis, List<String> wrong) {}

    synchronized Seen look() {
        Seen seen = new Seen(reads, partial, slowestNanos / 1_000_000, List.copyOf(wrong));
        reads = 0;
        partial = 0;
        slowestNanos = 0;
        wrong.clear();
        return seen;
    }

    Thread start() {
        return Thread.ofPlatform().name("bench-reader").daemon().start(() -> {
            while (!stopped) {
                read(random.nextInt(Traffic.CONVERSATIONS));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        });
    }

    void stop() {
        stopped = true;
    }

    private void read(int conversation) {
        int last = traffic.acknowledged(conversation);
        if (last == 0) {
            return;
        }
        Range range = range(last);
        long started = System.nanoTime();
        HistoryPage page = storage.history().read(Traffic.conversation(conversation), last, range);
        note(System.nanoTime() - started, page.partial(), fault(page, conversation, last, range));
    }

    private Range range(int last) {
        int limit = random.nextInt(1, 60);
        return switch (random.nextInt(3)) {
            case 0 -> Range.newest(limit);
            case 1 -> Range.before(random.nextLong(1, last + 2L), limit);
            default -> Range.after(random.nextLong(0, last + 1L), limit);
        };
    }

    private synchronized void note(long nanos, boolean isPartial, String fault) {
        reads++;
        partial += isPartial ? 1 : 0;
        slowestNanos = Math.max(slowestNanos, nanos);
        if (fault != null && wrong.size() < MOST_TOLD) {
            wrong.add(fault);
        }
    }

    /** Null for an answer as it must be: the right messages in a row, and all that were asked for unless it says otherwise. */
    private static String fault(HistoryPage page, int conversation, int last, Range range) {
        String id = Traffic.conversation(conversation);
        List<StoredMessage> messages = page.messages();
        for (int i = 0; i < messages.size(); i++) {
            StoredMessage each = messages.get(i);
            if (!each.text().equals(Traffic.text(id, each.seq()))) {
                return range + " of " + id + " gave another text as " + each.seq();
            }
            if (i > 0 && each.seq() != messages.get(i - 1).seq() + 1) {
                return range + " of " + id + " has a gap or a repeat at " + each.seq();
            }
        }
        if (page.partial()) {
            return page.late().isEmpty() ? range + " of " + id + " is partial and names no tier" : null;
        }
        long first = first(range, last);
        long expected = Math.max(0, lastOf(range, last) - first + 1);
        boolean right = messages.size() == expected
                && (messages.isEmpty() || messages.getFirst().seq() == first);
        return right ? null : range + " of " + id + " up to " + last + " gave " + messages.size() + " messages";
    }

    private static long first(Range range, long last) {
        return switch (range) {
            case Range.After(long seq, int limit) -> seq + 1;
            case Range.Before(long seq, int limit) -> Math.max(1, seq - limit);
            case Range.Newest(int limit) -> Math.max(1, last - limit + 1);
        };
    }

    private static long lastOf(Range range, long last) {
        return switch (range) {
            case Range.After(long seq, int limit) -> Math.min(last, seq + limit);
            case Range.Before(long seq, int limit) -> seq - 1;
            case Range.Newest(int limit) -> last;
        };
    }
}
