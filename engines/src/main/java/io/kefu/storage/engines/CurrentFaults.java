package io.kefu.storage.engines;

import io.kefu.storage.engines.Faults.Passage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The faults of a proxy as they change under its connections. */
final class CurrentFaults {
    private final AtomicLong requestBytes = new AtomicLong(Long.MAX_VALUE);
    private Faults faults = Faults.NONE;

    synchronized Faults now() {
        return faults;
    }

    synchronized void change(UnaryOperator<Faults> change) {
        faults = change.apply(faults);
        notifyAll();
    }

    void heal() {
        requestBytes.set(Long.MAX_VALUE);
        change(healed -> Faults.NONE);
    }

    void allowRequests(long bytes) {
        requestBytes.set(bytes);
    }

    /** How many of so many bytes of requests may still pass. */
    int allowed(int bytes) {
        long left =
                requestBytes.getAndUpdate(before -> before == Long.MAX_VALUE ? before : Math.max(0, before - bytes));
        return (int) Math.min(bytes, left);
    }

    /** Waits while the passage is the one named. */
    synchronized void awaitOther(Function<Faults, Passage> direction, Passage passage) throws InterruptedException {
        while (direction.apply(faults) == passage) {
            wait();
        }
    }
}
