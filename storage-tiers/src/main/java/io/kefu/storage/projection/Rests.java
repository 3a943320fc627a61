package io.kefu.storage.projection;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A projector's rests between two batches, in which senders have the processor, and who ends one. */
final class Rests {
    private static final Duration SLICE = Duration.ofMillis(100);

    private final ProcessorLoad load = new ProcessorLoad();
    private final AtomicInteger hurrying = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Semaphore wanted = new Semaphore(0); // ends a slice of a rest

    /** For as long as it lasts the tier is waited for. */
    interface Wait {
        boolean end() throws InterruptedException;
    }

    /** Waits, and of a tier that keeps up ends the rest. */
    boolean whileAwaited(Wait wait) throws InterruptedException {
        waiting.incrementAndGet();
        wanted.release();
        try {
            return wait.end();
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** As {@link #whileAwaited}, also of one that is behind. */
    boolean whileHurried(Wait wait) throws InterruptedException {
        hurrying.incrementAndGet();
        wanted.release();
        try {
            return wait.end();
        } finally {
            hurrying.decrementAndGet();
        }
    }

    boolean isHurried() {
        return hurrying.get() > 0;
    }

    /** There is something to do between two batches. Any thread. */
    void interrupt() {
        wanted.release();
    }

    /**
     * Rests until nobody needs the processor, or somebody waits for the tier. Of one that keeps up a reader need not wait for the
     * end; of one that is behind only who hurries it does not.
     *
     * @param behind whether it is now
     * @param between after each slice; false ends the rest
     */
    void rest(Duration most, BooleanSupplier behind, BooleanSupplier between) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        load.look();
        for (long left = most.toNanos(); left > 0 && !isWaitedFor(behind); left = until - System.nanoTime()) {
            wanted.drainPermits();
            boolean slept =
                    isWaitedFor(behind) || !wanted.tryAcquire(Math.min(left, SLICE.toNanos()), TimeUnit.NANOSECONDS);
            if (!between.getAsBoolean() || (slept && load.spare())) {
                return;
            }
        }
    }

    private boolean isWaitedFor(BooleanSupplier behind) {
        return isHurried() || (waiting.get() > 0 && !behind.getAsBoolean());
    }
}
