package io.kefu.bench;

import io.kefu.bench.storage.LagBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How far a tier lags behind a journal that grows at a steady rate, and how quickly it catches up after it was away:
 * {@code lag [--engines sqlite,duckdb,…] [--rate 5000] [--seconds 60] [--away 60] [--data DIR]}.
 */
public final class Lag {
    private Lag() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments, "engines", "rate", "seconds", "away", "data");
        Path data = Options.directory(options.text("data", ""), "lag");
        List<String> engines =
                Arrays.asList(options.text("engines", "sqlite,duckdb").split(",", -1));
        for (String engine : engines) {
            LagBench.Result result = LagBench.of(
                    engine,
                    data.resolve(engine),
                    (int) options.number("rate", 5_000),
                    Duration.ofSeconds(options.number("seconds", 60)),
                    Duration.ofSeconds(options.number("away", 60)));
            System.out.printf(
                    "%-12s lag p50 %,7.0f ms   most %,7.0f ms   heap while away %+5d MiB   catches up at %,8.0f records/s%n",
                    engine,
                    result.lagMedianMillis(),
                    result.lagMostMillis(),
                    result.heapGrowthBytes() >> 20,
                    result.catchUpPerSecond());
        }
    }
}
