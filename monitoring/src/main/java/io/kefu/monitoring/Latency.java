package io.kefu.monitoring;

import org.HdrHistogram.Histogram;

/** Percentiles of a window in milliseconds; all NaN when {@code count} is 0. */
public record Latency(double p50, double p95, double p99, long count) {
    static final Latency NONE = new Latency(Double.NaN, Double.NaN, Double.NaN, 0);

    static Latency of(Histogram micros) {
        return micros.getTotalCount() == 0
                ? NONE
                : new Latency(at(micros, 50), at(micros, 95), at(micros, 99), micros.getTotalCount());
    }

    private static double at(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }
}
