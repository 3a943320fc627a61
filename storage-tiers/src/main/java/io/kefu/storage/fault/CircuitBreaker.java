package io.kefu.storage.fault;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets calls through until several in a row have failed; then none for a while, then one on trial, whose outcome decides.
 * So that a part that does not answer costs its callers their time only now and then.
 */
public final class CircuitBreaker {
    private final int failuresToOpen;
    private final long openNanos;
    private final LongSupplier nanoClock;
    private int failures;
    private long openedAt;
    private boolean trying;

    public CircuitBreaker(int failuresToOpen, Duration open, LongSupplier nanoClock) {
        this.failuresToOpen = failuresToOpen;
        this.openNanos = open.toNanos();
        this.nanoClock = nanoClock;
    }

    /** Whether a call may be made now; who is told yes reports its outcome. */
    public synchronized boolean allows() {
        if (!isOpen()) {
            return true;
        }
        boolean rested = nanoClock.getAsLong() - openedAt >= openNanos;
        if (rested && !trying) {
            trying = true;
            return true;
        }
        return false;
    }

    public synchronized void succeeded() {
        failures = 0;
        trying = false;
    }

    public synchronized void failed() {
        failures = Math.min(failures + 1, failuresToOpen);
        trying = false;
        openedAt = nanoClock.getAsLong();
    }

    public synchronized boolean isOpen() {
        return failures >= failuresToOpen;
    }
}
