package io.kefu.monitoring;

import java.time.Duration;
import java.time.Instant;

/**
 * Time as numbered slots of 10 s, the grain of every sliding window. A window of 5 minutes is the 29 slots before the
 * present one and the present one as far as it has come.
 */
final class Window {
    static final long SLOT_MS = 10_000;
    /** The longest window asked for is 15 minutes; what is older is forgotten. */
    static final int KEPT = 96;

    static final Duration LIVE = Duration.ofMinutes(5);

    private Window() {}

    static long slot(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), SLOT_MS);
    }

    static int slots(Duration length) {
        return Math.clamp(length.toMillis() / SLOT_MS, 1, KEPT - 1);
    }
}
