package io.kefu.server.app;

import io.kefu.monitoring.GatewayMeters;
import io.kefu.server.admin.http.ApiEvents;
import io.kefu.server.admin.http.Route;

/** What the REST API reports, under the names of the catalogue. */
final class RestMeters implements ApiEvents {

    private final GatewayMeters meters;

    RestMeters(GatewayMeters meters) {
        this.meters = meters;
    }

    @Override
    public void answered(Route route, int status, String code, long nanos) {
        if (!code.isEmpty()) {
            meters.refused("rest", code);
        }
    }

    @Override
    public void rateLimited(String limit) {
        meters.rateLimited(limit);
    }

    @Override
    public void unknownField() {
        meters.unknownFields(1);
    }
}
