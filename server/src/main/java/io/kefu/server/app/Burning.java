package io.kefu.server.app;

import io.kefu.monitoring.Meters;
import io.kefu.storage.Storage;
import java.util.Map;
import java.util.Optional;

/**
 * What ends the trial of a configuration at once: the journal takes nothing, messages wait too long to be on disk, or one in a
 * hundred takes longer from one end to the other than is promised.
 */
final class Burning {

    /** Of {@code visitor_to_agent} and {@code agent_to_visitor}: 99 of a hundred within a second. */
    private static final double OBJECTIVE_MILLIS = 1_000;

    /** Fewer say nothing about one in a hundred. */
    private static final long LEAST = 100;

    private final Storage storage;
    private final Overload overload;
    private final Meters meters;

    Burning(Storage storage, Overload overload, Meters meters) {
        this.storage = storage;
        this.overload = overload;
        this.meters = meters;
    }

    /** In words; empty while all is well. */
    Optional<String> now() {
        var journal = storage.status().journal();
        if (!journal.available()) {
            return Optional.of("the journal takes no records: " + journal.reason());
        }
        return overload.problem().or(this::slow);
    }

    private Optional<String> slow() {
        Object latencies = meters.live().toJson().get("e2e_ms");
        if (!(latencies instanceof Map<?, ?> directions)) {
            return Optional.empty();
        }
        return directions.entrySet().stream()
                .filter(each -> each.getValue() instanceof Map<?, ?> latency && isSlow(latency))
                .findFirst()
                .map(each ->
                        each.getKey() + " takes longer than " + (long) OBJECTIVE_MILLIS + " ms for one in a hundred");
    }

    private static boolean isSlow(Map<?, ?> latency) {
        return latency.get("p99") instanceof Number p99
                && latency.get("count") instanceof Number count
                && count.longValue() >= LEAST
                && p99.doubleValue() > OBJECTIVE_MILLIS;
    }
}
