package io.kefu.storage.history;

import io.kefu.storage.tier.Range;

/**
 * The numbers that a range stands for, both ends included; empty when {@code first > last}. Known before any tier is asked,
 * as a conversation's numbers have no gap.
 */
record Window(long first, long last) {
    static Window of(Range range, long lastSeq) {
        return switch (range) {
            case Range.After(long seq, int limit) -> {
                long first = Math.clamp(seq, 0, lastSeq) + 1;
                yield new Window(first, Math.min(first + limit - 1, lastSeq));
            }
            case Range.Before(long seq, int limit) -> upTo(Math.clamp(seq, 1, lastSeq + 1) - 1, limit);
            case Range.Newest(int limit) -> upTo(lastSeq, limit);
        };
    }

    private static Window upTo(long last, int limit) {
        return new Window(Math.max(1, last - limit + 1), last);
    }

    boolean isEmpty() {
        return first > last;
    }

    /** What to ask a tier for, when all above a number is there already. */
    Range upTo(long need) {
        return Range.before(need + 1, (int) (need - first + 1));
    }
}
