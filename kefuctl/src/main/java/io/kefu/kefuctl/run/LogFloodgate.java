package io.kefu.kefuctl.run;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bounds what one logger may write: {@value #BURST} lines at once and {@value #PER_SECOND} a second in the long run, so
 * that a fault which every message meets fills no disk.
 */
final class LogFloodgate {

    static final int BURST = 50;
    static final int PER_SECOND = 2;

    private static final long LINE_NANOS = 1_000_000_000L / PER_SECOND;

    /** The first line let through after others were held back says how many. */
    record Passage(boolean open, long heldBack) {}

    private static final class Bucket {
        private long paidUntil;
        private long heldBack;
    }

    /** As many as there are loggers. */
    private final Map<String, Bucket> buckets = new HashMap<>();

    private final LongSupplier nanoTime;
    private final long origin;

    LogFloodgate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    synchronized Passage pass(String logger) {
        long now = nanoTime.getAsLong() - origin;
        Bucket bucket = buckets.computeIfAbsent(logger, _ -> new Bucket());
        bucket.paidUntil = Math.max(bucket.paidUntil, now);
        if (bucket.paidUntil - now > (BURST - 1) * LINE_NANOS) {
            bucket.heldBack++;
            return new Passage(false, 0);
        }
        bucket.paidUntil += LINE_NANOS;
        Passage passage = new Passage(true, bucket.heldBack);
        bucket.heldBack = 0;
        return passage;
    }
}
