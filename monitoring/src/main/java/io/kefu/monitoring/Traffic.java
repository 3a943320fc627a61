package io.kefu.monitoring;

import java.util.Map;
import org.HdrHistogram.Histogram;

/** What passes through all channels together, over sliding windows. */
final class Traffic {
    final SlidingCount expected;
    final SlidingCount timeouts;
    final SlidingCount messages;
    final Map<Direction, SlidingHistogram> latency;

    Traffic(long slot) {
        expected = new SlidingCount(slot);
        timeouts = new SlidingCount(slot);
        messages = new SlidingCount(slot);
        latency = Resolved.byEnum(Direction.class, direction -> new SlidingHistogram(slot));
    }

    void drain(long slot) {
        expected.drain(slot);
        timeouts.drain(slot);
        messages.drain(slot);
        latency.values().forEach(histogram -> histogram.drain(slot));
    }

    double heartbeatTimeoutRate(long from, long to) {
        return Ratio.of(timeouts.sum(from, to), expected.sum(from, to));
    }

    Latency latency(Direction direction, long from, long to) {
        Histogram merged = SlidingHistogram.empty();
        latency.get(direction).mergeInto(merged, from, to);
        return Latency.of(merged);
    }

    Latency latency(long from, long to) {
        Histogram merged = SlidingHistogram.empty();
        latency.values().forEach(histogram -> histogram.mergeInto(merged, from, to));
        return Latency.of(merged);
    }
}
