package io.kefu.kefuctl.load.http;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of one measured stretch.
 *
 * @param seconds how long it was
 * @param kinds each kind that was called
 * @param perSecond answers in each second
 */
public record Outcome(double seconds, Map<Call, Kind> kinds, List<Long> perSecond) {

    /**
     * Of one kind.
     *
     * @param answered well, while it was measured
     * @param late answered well, after that
     * @param failed refused, answered with an error, or not answered
     * @param why the first of these failed; empty for none
     * @param bytes of good answers, their heads included
     * @param times microseconds from when a call was due to the end of its good answer
     */
    public record Kind(long answered, long late, long failed, String why, long bytes, Histogram times) {

        /** The part of calls that failed, from 0 to 1. */
        public double errorRate() {
            return failed / (double) Math.max(1, made());
        }

        long made() {
            return answered + late + failed;
        }

        /** Bytes of a good answer. */
        public double bytesEach() {
            return bytes / (double) Math.max(1, answered + late);
        }
    }

    /** Good answers of all kinds, while it was measured. */
    public long answered() {
        return kinds.values().stream().mapToLong(Kind::answered).sum();
    }

    /** Calls of all kinds, whatever came of them and when. */
    public long made() {
        return kinds.values().stream().mapToLong(Kind::made).sum();
    }

    /** Calls of all kinds that failed. */
    public long failed() {
        return kinds.values().stream().mapToLong(Kind::failed).sum();
    }

    public double perSecond(long count) {
        return count / Math.max(seconds, 1e-9);
    }
}
