package io.kefu.server.gateway;

import java.time.Duration;

/** The virtual-thread path on stream sockets, as the gateway sets the web server up. */
class StreamSocketConformanceTest extends WebSocketConformance {

    /** The usual ones, but silent peers are cut off soon. */
    static final GatewayLimits LIMITS = new GatewayLimits(
            100,
            1000,
            GatewayLimits.DEFAULT.maxMessageBytes(),
            GatewayLimits.DEFAULT.outboundBytes(),
            GatewayLimits.DEFAULT.mergeBytes(),
            GatewayLimits.DEFAULT.heartbeat(),
            GatewayLimits.DEFAULT.helloWait(),
            Duration.ofMillis(200),
            GatewayLimits.DEFAULT.stuckWrite());

    @Override
    GatewayFixture start() {
        return new GatewayFixture(LIMITS, false);
    }
}
