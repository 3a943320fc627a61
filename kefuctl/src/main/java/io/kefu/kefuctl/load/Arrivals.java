package io.kefu.kefuctl.load;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts who was welcomed, and when after the start. */
public final class Arrivals {
    private static final int MOST_SECONDS = 3_600;

    private final Histogram times = Result.histogram();
    private final long[] perSecond = new long[MOST_SECONDS];
    private long begun;
    private long last;
    private long refused;
    private String why = "";

    /**
     * What came of it.
     *
     * @param seconds from the start to the last welcome
     * @param refused attempts that were turned away or broke off; each was made again
     * @param why the first of them was; empty for none
     * @param times microseconds from the start to each welcome
     */
    public record Report(
            int wanted,
            long welcomed,
            double seconds,
            long refused,
            String why,
            Histogram times,
            List<Long> perSecond) {

        /** Of two processes that began together. */
        public Report plus(Report other) {
            Histogram both = times.copy();
            both.add(other.times);
            return new Report(
                    wanted + other.wanted,
                    welcomed + other.welcomed,
                    Math.max(seconds, other.seconds),
                    refused + other.refused,
                    why.isEmpty() ? other.why : why,
                    both,
                    Seconds.sum(perSecond, other.perSecond));
        }
    }

    void begin(long nanos) {
        begun = nanos;
        last = nanos;
    }

    void welcomed(long nanos) {
        last = nanos;
        times.recordValue(Math.clamp((nanos - begun) / 1_000, 0, Result.HIGHEST_MICROS));
        int second = (int) TimeUnit.NANOSECONDS.toSeconds(nanos - begun);
        if (second < perSecond.length) {
            perSecond[second]++;
        }
    }

    long welcomed() {
        return times.getTotalCount();
    }

    void refused(String reason) {
        refused++;
        why = why.isEmpty() ? reason : why;
    }

    Report report(int wanted) {
        int seconds = (int) Math.min(MOST_SECONDS, TimeUnit.NANOSECONDS.toSeconds(last - begun) + 1);
        return new Report(
                wanted, welcomed(), (last - begun) / 1e9, refused, why, times.copy(), Seconds.of(perSecond, seconds));
    }
}
