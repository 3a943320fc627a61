package io.kefu.server.intake;

import java.util.concurrent.TimeUnit;

/**
 * How fast the frames of one connection may come: a token bucket whose state is one number that the connection keeps (the
 * generic cell rate algorithm, ITU-T I.371). Times are nanoseconds of {@link System#nanoTime()}.
 *
 * @param perSecond in the long run
 * @param burst at once after a pause
 */
public record FrameRate(int perSecond, int burst) {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Refuses what would let nothing pass. */
    public FrameRate {
        if (perSecond <= 0 || burst <= 0) {
            throw new IllegalArgumentException("a rate must let something pass");
        }
    }

    private long each() {
        return SECOND / perSecond;
    }

    /**
     * How long a frame that comes now comes too early, in milliseconds; 0 when it may pass.
     *
     * @param due what {@link #passed} gave for the last one that passed; 0 before the first
     */
    public long tooEarly(long due, long now) {
        long early = due == 0 ? 0 : due - now - (burst - 1) * each();
        return early <= 0 ? 0 : Math.ceilDiv(early, 1_000_000L);
    }

    /** The state after a frame that passed. */
    public long passed(long due, long now) {
        long from = due == 0 || due - now < 0 ? now : due;
        long next = from + each();
        return next == 0 ? 1 : next; // 0 is before the first
    }
}
