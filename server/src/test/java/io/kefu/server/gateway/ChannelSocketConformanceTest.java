package io.kefu.server.gateway;

import java.time.Duration;

/** The virtual-thread path on the web server's default sockets. */
class ChannelSocketConformanceTest extends WebSocketConformance {
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
                true);
    }
}
