package io.kefu.bench.storage;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/** Times of one question, asked again and again. */
public record Measured(double medianMillis, double p99Millis) {
    private static final long WARM_NANOS = 3_000_000_000L;

    /** Asks for three seconds first, so that caches and compilers are as warm as those of a server that has run; then counts. */
    static Measured of(int times, IntConsumer question) {
        long warm = System.nanoTime() + WARM_NANOS;
        for (int i = 0; System.nanoTime() < warm; i = (i + 1) % times) {
            question.accept(i);
        }
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long started = System.nanoTime();
            question.accept(i);
            nanos[i] = System.nanoTime() - started;
        }
        Arrays.sort(nanos);
        return new Measured(nanos[times / 2] / 1e6, nanos[Math.min(times - 1, times * 99 / 100)] / 1e6);
    }

    /** The mean of medians and the worst p99, for questions of several kinds. */
    static double mean(List<Measured> all) {
        return all.stream().mapToDouble(Measured::medianMillis).average().orElse(Double.NaN);
    }

    @Override
    public String toString() {
        return "p50 %8.2f ms   p99 %8.2f ms".formatted(medianMillis, p99Millis);
    }
}
