package io.kefu.server.gateway;

import java.time.Duration;

/**
 * Every bound of the gateway.
 *
 * @param maxConnections at once; more are answered 503
 * @param handshakesPerSecond with as many at once at most; more are answered 429
 * @param maxMessageBytes of one message from a client, all its fragments together; more closes 1009
 * @param outboundBytes queued for one client; more closes it as a slow consumer
 * @param mergeBytes at most joined into one write
 * @param heartbeat between pings; silence of two and a half of these closes 4410
 * @param helloWait from the handshake to a good {@code hello}; longer closes 4408
 * @param closeWait for the client's answer to our close frame, before the socket is closed
 * @param stuckWrite after which a write that the client does not read is given up
 * @param arrivals of connections that are none yet
 */
public record GatewayLimits(
        int maxConnections,
        int handshakesPerSecond,
        int maxMessageBytes,
        int outboundBytes,
        int mergeBytes,
        Duration heartbeat,
        Duration helloWait,
        Duration closeWait,
        Duration stuckWrite,
        ArrivalLimits arrivals) {
    /** What the design asks for. */
    public static final GatewayLimits DEFAULT = new GatewayLimits(
            20_000,
            1_000,
            128 * 1024,
            256 * 1024,
            64 * 1024,
            Duration.ofSeconds(25),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            ArrivalLimits.DEFAULT);

    /** Refuses what is not positive. */
    public GatewayLimits {
        positive("maxConnections", maxConnections);
        positive("handshakesPerSecond", handshakesPerSecond);
        positive("maxMessageBytes", maxMessageBytes);
        positive("outboundBytes", outboundBytes);
        positive("mergeBytes", mergeBytes);
        positive("heartbeat", heartbeat.toMillis());
        positive("helloWait", helloWait.toMillis());
        positive("closeWait", closeWait.toMillis());
        positive("stuckWrite", stuckWrite.toMillis());
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be more than zero, not " + value);
        }
    }
}
