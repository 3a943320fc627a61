package io.kefu.monitoring;

import java.util.concurrent.atomic.LongAdder;

/**
 * A count over sliding windows. {@link #add} is for the hot path: one striped add, no clock and no lock; what was added
 * belongs to the slot of the {@link #drain} before it, so a drain is due at each slot's start.
 */
final class SlidingCount {
    private final LongAdder total = new LongAdder();
    private final SlotRing slots;
    private long drained;

    SlidingCount(long slot) {
        slots = new SlotRing(slot);
    }

    void add(long n) {
        total.add(n);
    }

    /** Books what was added since the last drain, then turns to {@code slot}. */
    synchronized void drain(long slot) {
        long sum = total.sum();
        slots.add(slots.current(), sum - drained);
        drained = sum;
        slots.turn(slot);
    }

    synchronized long sum(long from, long to) {
        return slots.sum(from, to);
    }
}
