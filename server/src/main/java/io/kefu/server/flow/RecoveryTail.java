package io.kefu.server.flow;

import java.util.Arrays;

/**
 * After how many records a changed state is snapshotted: a fixed number, or what came in the last ten seconds where that is
 * more, up to five times as many. A fixed number alone would have each of a thousand busy conversations snapshotted every
 * other second. Recovery has that many to fold, and what came while the snapshots were made and stored.
 */
final class RecoveryTail {
    private static final int SECONDS = 10;
    private static final int MOST_TIMES = 5;
    private static final long NANOS = 1_000_000_000L;

    private final long least;
    /** The journal's end at the beginning of each of the last seconds, by second modulo their number. */
    private final long[] ends = new long[SECONDS];

    private long second;
    private boolean begun;

    RecoveryTail(long least) {
        this.least = least;
    }

    /**
     * The newest records that snapshots may lack now.
     *
     * @param end the journal's
     * @param nanos as {@link System#nanoTime}
     */
    long records(long end, long nanos) {
        long now = Math.floorDiv(nanos, NANOS);
        if (!begun || now - second > SECONDS) {
            begun = true;
            second = now;
            Arrays.fill(ends, end);
        }
        while (second < now) {
            second++;
            ends[Math.floorMod(second, SECONDS)] = end;
        }
        long oldest = ends[Math.floorMod(second + 1, SECONDS)];
        return Math.clamp(end - oldest, least, least * MOST_TIMES);
    }
}
