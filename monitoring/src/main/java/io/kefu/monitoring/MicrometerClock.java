package io.kefu.monitoring;

import io.micrometer.core.instrument.Clock;

/** Micrometer's clock over the one passed in. */
record MicrometerClock(java.time.Clock clock) implements Clock {
    @Override
    public long wallTime() {
        return clock.millis();
    }

    @Override
    public long monotonicTime() {
        return System.nanoTime();
    }
}
