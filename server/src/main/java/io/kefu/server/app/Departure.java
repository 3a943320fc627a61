package io.kefu.server.app;

import io.kefu.protocol.v1.GoAwayReason;
import io.kefu.server.gateway.Gateway;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How clients are sent away from a server that stops. */
final class Departure {

    /** Long enough that not all come to another server in one moment. */
    private static final long LEAST_SPREAD_MILLIS = 2_000;

    private final Gateway gateway;
    private final Duration drain;
    private final int handshakesPerSecond;

    /** @param handshakesPerSecond what the server that they come back to lets in */
    Departure(Gateway gateway, Duration drain, int handshakesPerSecond) {
        this.gateway = gateway;
        this.drain = drain;
        this.handshakesPerSecond = handshakesPerSecond;
    }

    /** Asks all to leave and waits until they have, at most as long as the drain. */
    void await() {
        gateway.drain(
                GoAwayReason.GO_AWAY_REASON_DRAIN, spread(gateway.connections().size()));
        long deadline = System.nanoTime() + drain.toNanos();
        try {
            while (!gateway.connections().isEmpty() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(20); // polls a condition up to a deadline
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts wants it over: the gateway closes the rest
        }
    }

    /** As long as so many take to come back, and within four fifths of the drain: the last need time to go, too. */
    Duration spread(int connections) {
        long back = connections * 1_000L / handshakesPerSecond;
        return Duration.ofMillis(Math.min(Math.max(back, LEAST_SPREAD_MILLIS), drain.toMillis() * 4 / 5));
    }
}
