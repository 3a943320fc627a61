package io.kefu.storage.fault;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double up to a bound, each taken at random between its half and its whole. For one thread. */
public final class Backoff {
    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private Duration next;

    public Backoff(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
        this.next = first;
    }

    public Duration next() {
        Duration whole = next;
        Duration doubled = whole.multipliedBy(2);
        next = doubled.compareTo(most) < 0 ? doubled : most;
        return Duration.ofNanos(random.nextLong(whole.toNanos() / 2, whole.toNanos() + 1));
    }

    public void reset() {
        next = first;
    }
}
