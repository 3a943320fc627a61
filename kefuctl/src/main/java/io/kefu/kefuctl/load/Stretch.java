package io.kefu.kefuctl.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts what happens while it is the current one. What was due before it began is counted by completions alone. */
final class Stretch {
    private static final int MOST_SECONDS = 100_000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long begun = System.nanoTime();
    private final Histogram acks = Result.histogram();
    private final Histogram delays = Result.histogram();
    private final long[] perSecond;
    private long completed;
    private long deliveries;

    Stretch(long nanos) {
        perSecond = new long[(int) Math.min(MOST_SECONDS, nanos / SECOND + 1)];
    }

    long begun() {
        return begun;
    }

    void acknowledged(long now, long since) {
        record(acks, now, since);
    }

    void delivered(long now) {
        deliveries += now >= begun ? 1 : 0;
    }

    void completed(long now, long since) {
        record(delays, now, since);
        completed++;
        int second = (int) ((now - begun) / SECOND);
        if (second < perSecond.length) {
            perSecond[second]++;
        }
    }

    /** One that was due in the stretch before says nothing about this one's latency. */
    private void record(Histogram histogram, long now, long since) {
        if (since >= begun) {
            histogram.recordValue(Math.clamp((now - since) / 1_000, 0, Result.HIGHEST_MICROS));
        }
    }

    Result result() {
        double seconds = (System.nanoTime() - begun) / 1e9;
        int whole = (int) Math.min(perSecond.length, Math.max(1, Math.round(Math.floor(seconds))));
        return new Result(seconds, completed, deliveries, acks.copy(), delays.copy(), Seconds.of(perSecond, whole));
    }
}
