package io.kefu.server.gateway;

import java.util.concurrent.atomic.AtomicLong;

/**
 * At most so many a second, with as many at once (the generic cell rate algorithm, ITU-T I.371, one number of state).
 * Knows no clock: times are given, in nanoseconds of {@link System#nanoTime()}.
 */
final class RateGate {
    private static final long SECOND = 1_000_000_000L;

    private final long nanosEach;
    private final AtomicLong expected; // when the next would be due if they came evenly

    RateGate(int perSecond, long now) {
        nanosEach = SECOND / perSecond;
        expected = new AtomicLong(now);
    }

    boolean pass(long now) {
        while (true) {
            long due = expected.get();
            long from = due - now < 0 ? now : due;
            if (from - now > SECOND - nanosEach) {
                return false;
            }
            if (expected.compareAndSet(due, from + nanosEach)) {
                return true;
            }
        }
    }
}
