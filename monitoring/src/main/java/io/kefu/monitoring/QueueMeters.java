package io.kefu.monitoring;

import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How full everything bounded is. */
public final class QueueMeters {
    private final Registration registration;
    private final Map<String, LongSupplier> sizes = new ConcurrentHashMap<>();

    QueueMeters(Registration registration) {
        this.registration = registration;
    }

    /**
     * Declares a bounded queue, buffer or cache; {@code size} is asked at each scrape, must be safe for use by another
     * thread and answer at once.
     *
     * @return the counter of work refused because it was full
     */
    public Refusals declare(String queue, LongSupplier size, long capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("queue " + queue + " has capacity " + capacity + "; give its bound");
        }
        if (sizes.put(queue, size) == null) {
            registration.gauge(
                    Catalogue.QUEUE_FILL, () -> (double) sizes.get(queue).getAsLong() / capacity, queue);
        }
        Counter refused = registration.counter(Catalogue.QUEUE_REFUSED, queue);
        return refused::increment;
    }

    /** Told each time that work is refused. */
    @FunctionalInterface
    public interface Refusals {
        void refused();
    }
}
