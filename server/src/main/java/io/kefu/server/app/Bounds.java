package io.kefu.server.app;

import io.kefu.monitoring.Meters;
import io.kefu.monitoring.TierName;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.flow.Flow;
import io.kefu.storage.Storage;
import io.kefu.storage.projection.ProjectorStatus;
import java.util.Arrays;
import java.util.Optional;

/** How full whatever has a bound is, and how far the tiers are behind: declared to the meters. */
final class Bounds {

    private Bounds() {}

    static void declare(Meters meters, Storage storage, Road road) {
        meters.queues().declare("flow", road.flow::waiting, Flow.MOST_WAITING);
        meters.queues().declare("delivery", road.delivery::waiting, Delivery.MOST_WAITING);
        Arrays.stream(TierName.values())
                .filter(tier -> status(storage, tier).isPresent())
                .forEach(tier -> meters.tiers().lag(tier, () -> lagMillis(storage, tier)));
    }

    private static long lagMillis(Storage storage, TierName tier) {
        return status(storage, tier).map(status -> status.lag().toMillis()).orElse(0L);
    }

    private static Optional<ProjectorStatus> status(Storage storage, TierName tier) {
        return storage.status().tiers().stream()
                .filter(status -> status.tier().equals(tier.label()))
                .findFirst();
    }
}
