package io.kefu.server.intake;

import java.time.Duration;

/**
 * Whether messages wait too long, by the control law of CoDel (RFC 8289, sections 4 and 5; Nichols and Jacobson, Controlling
 * Queue Delay, ACM Queue 10(5), 2012): not how full a queue is tells, but how long what leaves it had waited, and of an
 * interval the least of these. A burst is worked off within an interval, and its last one hardly waited; where even the least
 * delay stays above the target, the queue stands, and whoever joins it only makes it longer.
 *
 * <p>Two things differ from packets. What is refused is not what waits but who is new. And leaving takes an interval as well,
 * all of it at or below the target: a door that shut again after each batch would let in a crowd each time that it opens.
 *
 * <p>Knows no clock: times are given, in nanoseconds of {@link System#nanoTime()}. Safe for use by many threads.
 */
public final class QueueDelay {

    private final long target;
    private final long interval;
    private boolean overloaded;
    private boolean turning; // the last delay spoke for a change
    private long turns; // when it comes, unless a delay speaks against it
    private long last;
    private long measuredAt;

    /**
     * A queue that does not stand.
     *
     * @param target a delay that is still good
     * @param interval for how long no delay may be good before the queue stands; several times the target
     * @param now as {@link System#nanoTime}
     */
    public QueueDelay(Duration target, Duration interval, long now) {
        this.target = target.toNanos();
        this.interval = interval.toNanos();
        this.measuredAt = now;
    }

    /**
     * Something left the queue, {@code delay} after it had joined it.
     *
     * @return whether this changed {@link #overloaded}
     */
    public synchronized boolean waited(long delay, long now) {
        last = delay;
        measuredAt = now;
        boolean above = delay > target;
        if (above == overloaded) {
            turning = false;
        } else if (!turning) {
            turning = true;
            turns = now + interval;
        } else if (now - turns >= 0) {
            turning = false;
            overloaded = above;
            return true;
        }
        return false;
    }

    /**
     * What time brings; to be called several times an interval. What is still in the queue waits at least as long as it has
     * waited already, so that a queue which nothing leaves shows, too; and where nobody waited for an interval, nobody waits.
     *
     * @param since since when the oldest has been in work, as {@link System#nanoTime}; 0 when there is none
     * @return whether this changed {@link #overloaded}
     */
    public synchronized boolean look(long since, long now) {
        if (since != 0 && now - since > target) {
            return waited(now - since, now);
        }
        return now - measuredAt >= interval && waited(0, now);
    }

    public synchronized boolean overloaded() {
        return overloaded;
    }

    /** The delay that was measured last, nanoseconds. */
    public synchronized long last() {
        return last;
    }
}
