package io.kefu.server.gateway;

import java.time.Duration;

/**
 * Bounds on connections that have asked for nothing yet.
 *
 * @param most of them at once
 * @param mostOfAddress from one network address
 * @param whole from accepting one to the end of its first request's head, a TLS handshake included
 * @param idle from an answer to the end of the next request's head on the same connection
 */
public record ArrivalLimits(int most, int mostOfAddress, Duration whole, Duration idle) {

    /** What holds where nothing else is said. */
    public static final ArrivalLimits DEFAULT =
            new ArrivalLimits(5_000, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(75));

    /** Refuses what is not positive. */
    public ArrivalLimits {
        if (most <= 0 || mostOfAddress <= 0 || !whole.isPositive() || !idle.isPositive()) {
            throw new IllegalArgumentException("every bound must be more than zero");
        }
    }
}
