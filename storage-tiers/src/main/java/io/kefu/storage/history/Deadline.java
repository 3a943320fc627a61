package io.kefu.storage.history;

import java.time.Duration;

/** A moment by which an answer is due. */
final class Deadline {
    /** What is left for one last look when the time is up. */
    private static final Duration LEAST = Duration.ofMillis(100);

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isPast() {
        return System.nanoTime() - nanos >= 0;
    }

    Duration left() {
        Duration left = Duration.ofNanos(nanos - System.nanoTime());
        return left.compareTo(LEAST) > 0 ? left : LEAST;
    }
}
