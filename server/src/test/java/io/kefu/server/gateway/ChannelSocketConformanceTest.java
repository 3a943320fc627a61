package io.kefu.server.gateway;

/** The virtual-thread path on the web server's default sockets. */
class ChannelSocketConformanceTest extends WebSocketConformance {
    @Override
    GatewayFixture start() {
        return new GatewayFixture(StreamSocketConformanceTest.LIMITS, true);
    }
}
