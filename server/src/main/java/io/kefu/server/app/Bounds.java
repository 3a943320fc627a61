package io.kefu.server.app;

import io.kefu.monitoring.Meters;
import io.kefu.monitoring.TierName;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.flow.Flow;
import io.kefu.storage.Storage;
import java.util.List;

/** How full whatever has a bound is, and how far the tiers are behind: declared to the meters. */
final class Bounds {

    private Bounds() {}

    static void declare(Meters meters, Storage storage, Road road) {
        meters.queues().declare("flow", road.flow::waiting, Flow.MOST_WAITING);
        meters.queues().declare("delivery", road.delivery::waiting, Delivery.MOST_WAITING);
        for (TierName tier : List.of(TierName.HOT, TierName.WARM)) {
            meters.tiers().lag(tier, () -> lagMillis(storage, tier));
        }
    }

    private static long lagMillis(Storage storage, TierName tier) {
        return storage.status().tiers().stream()
                .filter(status -> status.tier().equals(tier.label()))
                .mapToLong(status -> status.lag().toMillis())
                .findFirst()
                .orElse(0);
    }
}
