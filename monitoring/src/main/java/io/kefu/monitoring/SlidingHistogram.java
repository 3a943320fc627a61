package io.kefu.monitoring;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Latencies over sliding windows, to two significant digits, from 1 µs to 60 s (longer ones count as 60 s). Recording
 * is wait-free (HdrHistogram's {@code Recorder}); slots and drains are those of {@link SlidingCount}. A slot without a
 * value holds no histogram.
 */
final class SlidingHistogram {
    private static final long HIGHEST_MICROS = TimeUnit.SECONDS.toMicros(60);
    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(HIGHEST_MICROS, DIGITS);
    private final Histogram[] slots = new Histogram[Window.KEPT];
    private Histogram spare = recorder.getIntervalHistogram();
    private long current;

    SlidingHistogram(long slot) {
        current = slot;
    }

    void record(long nanos) {
        recorder.recordValue(Math.clamp(nanos / 1_000, 1, HIGHEST_MICROS));
    }

    synchronized void drain(long slot) {
        spare = recorder.getIntervalHistogram(spare);
        if (spare.getTotalCount() > 0) {
            slotAt(current).add(spare);
        }
        for (long passed = Math.max(current, slot - Window.KEPT) + 1; passed <= slot; passed++) {
            slots[index(passed)] = null;
        }
        current = Math.max(current, slot);
    }

    private Histogram slotAt(long slot) {
        int index = index(slot);
        if (slots[index] == null) {
            slots[index] = empty();
        }
        return slots[index];
    }

    /** Adds the values of the slots {@code from} to {@code to}, both inclusive, to {@code merged}. */
    synchronized void mergeInto(Histogram merged, long from, long to) {
        for (long slot = Math.max(from, current - Window.KEPT + 1); slot <= Math.min(to, current); slot++) {
            Histogram histogram = slots[index(slot)];
            if (histogram != null) {
                merged.add(histogram);
            }
        }
    }

    static Histogram empty() {
        return new Histogram(HIGHEST_MICROS, DIGITS);
    }

    private static int index(long slot) {
        return Math.floorMod(slot, Window.KEPT);
    }
}
