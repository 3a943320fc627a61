package io.kefu.server.app;

import io.kefu.monitoring.Meters;
import io.kefu.monitoring.TierName;
import io.kefu.storage.Storage;
import io.kefu.storage.projection.ProjectorStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far each tier is behind, for the gauges. All of them are answered from one look at storage a second: each costs reads
 * of the journal.
 */
final class TierLags {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Meters meters;
    private final Storage storage;
    private final Clock clock;
    private Instant until = Instant.EPOCH;
    private List<ProjectorStatus> seen = List.of();

    TierLags(Meters meters, Storage storage, Clock clock) {
        this.meters = meters;
        this.storage = storage;
        this.clock = clock;
        declare();
    }

    /** A gauge for each tier that stands: a cold one may come while the server runs. One that went stays at zero. */
    void declare() {
        for (TierName tier : TierName.values()) {
            if (status(tier).isPresent()) {
                meters.tiers()
                        .lag(
                                tier,
                                () -> status(tier)
                                        .map(status -> status.lag().toMillis())
                                        .orElse(0L));
            }
        }
    }

    private Optional<ProjectorStatus> status(TierName tier) {
        return snapshot().stream()
                .filter(status -> status.tier().equals(tier.label()))
                .findFirst();
    }

    private synchronized List<ProjectorStatus> snapshot() {
        Instant now = clock.instant();
        if (now.isAfter(until) || now.isBefore(until.minus(FRESH))) {
            seen = storage.status().tiers();
            until = now.plus(FRESH);
        }
        return seen;
    }
}
