package io.kefu.server.app;

import io.kefu.monitoring.Meters;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.flow.Flow;

/** How full whatever has a bound is: declared to the meters. */
final class Bounds {

    private Bounds() {}

    static void declare(Meters meters, Road road) {
        meters.queues().declare("flow", road.flow::waiting, Flow.MOST_WAITING);
        meters.queues().declare("delivery", road.delivery::waiting, Delivery.MOST_WAITING);
    }
}
