package io.kefu.server.app;

import java.time.Duration;

/**
 * Over how long clients are sent away.
 *
 * @param drain how long a stop waits for them
 * @param handshakesPerSecond what the server that they come back to lets in
 */
record Departure(Duration drain, int handshakesPerSecond) {

    /** Long enough that not all come to another server in one moment. */
    private static final long LEAST_SPREAD_MILLIS = 2_000;

    private static final long LEAST_QUICK_MILLIS = 200;
    /** Who comes back is let in at any speed: no client waits longer because there are many. */
    private static final long MOST_QUICK_MILLIS = 30_000;

    /** As long as so many take to come back, and no longer than {@link #within}. */
    Duration spread(int connections, Duration deadline) {
        long back = connections * 1_000L / handshakesPerSecond;
        return within(Duration.ofMillis(Math.max(back, LEAST_SPREAD_MILLIS)), deadline);
    }

    /** When those who have left wait for the last one: as long as so many take to be let in, and half a minute at most. */
    Duration quick(int connections) {
        return Duration.ofMillis(
                Math.clamp(connections * 1_000L / handshakesPerSecond, LEAST_QUICK_MILLIS, MOST_QUICK_MILLIS));
    }

    /** At most four fifths of the time that there is: the last need time to go, too. */
    Duration within(Duration spread, Duration deadline) {
        return Duration.ofMillis(Math.min(spread.toMillis(), deadline.toMillis() * 4 / 5));
    }
}
