package io.kefu.server.gateway;

import java.time.Duration;

/** The virtual-thread path on stream sockets, as the gateway sets the web server up. */
class StreamSocketConformanceTest extends WebSocketConformance {
    @Override
    GatewayFixture start() {
        GatewayLimits all = GatewayFixture.LIMITS;
        return new GatewayFixture(
                new GatewayLimits(
                        100,
                        1000,
                        all.maxMessageBytes(),
                        all.outboundBytes(),
                        all.mergeBytes(),
                        all.heartbeat(),
                        all.helloWait(),
                        Duration.ofMillis(200),
                        all.stuckWrite()),
                false);
    }
}
