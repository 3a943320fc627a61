package io.kefu.monitoring;

import java.util.Arrays;

/** Whole numbers by slot of {@link Window}, the last {@value Window#KEPT} of them. Not safe for use by many threads. */
final class SlotRing {
    private final long[] slots = new long[Window.KEPT];
    private long current;

    SlotRing(long slot) {
        current = slot;
    }

    long current() {
        return current;
    }

    /** Makes {@code slot} the present one; the slots between are empty. A step back in time is ignored. */
    void turn(long slot) {
        if (slot - current >= Window.KEPT) {
            Arrays.fill(slots, 0);
            current = slot;
        }
        while (current < slot) {
            slots[index(++current)] = 0;
        }
    }

    /** A slot that is forgotten already, or still to come, takes nothing. */
    void add(long slot, long n) {
        if (slot <= current && slot > current - Window.KEPT) {
            slots[index(slot)] += n;
        }
    }

    /** The sum of the slots {@code from} to {@code to}, both inclusive; forgotten ones count as empty. */
    long sum(long from, long to) {
        long sum = 0;
        for (long slot = Math.max(from, current - Window.KEPT + 1); slot <= Math.min(to, current); slot++) {
            sum += slots[index(slot)];
        }
        return sum;
    }

    private static int index(long slot) {
        return Math.floorMod(slot, Window.KEPT);
    }
}
