package io.kefu.bench;

import io.kefu.bench.storage.Corpus;
import io.kefu.bench.storage.JournalSize;
import io.kefu.bench.storage.LagBench;
import io.kefu.bench.storage.TierBench;
import io.kefu.bench.storage.TierOf;
import io.kefu.storage.tier.MessageTier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.LogManager;
import java.util.stream.Collectors;

/**
 * The tiers' engines side by side: {@code storage [--quick] [--messages N] [--engines sqlite,duckdb,…] [--lag SECONDS] [--data
 * DIR] [--json]}. {@code --quick} is a million messages, else ten. Each engine is filled with the same corpus in batches of 5,000, then asked
 * for a history of 10,000 messages, for pages of 50 at several depths, and for two-character words; then an empty one follows a
 * journal that grows by 5,000 a second. Engines that run elsewhere are where {@code bin/engines env} says. {@code --json} ends
 * with one line of medians. A directory that is filled already is not filled again.
 */
public final class Storage {
    private static final long QUICK = 1_000_000;
    private static final long FULL = 10_000_000;
    private static final String ALL = "sqlite,duckdb,mysql,postgresql,clickhouse";
    private static final int RATE = 5_000;
    private static final long LAG_SECONDS = 10;
    private static final Duration AWAY = Duration.ofSeconds(2);

    private Storage() {}

    public static void main(String[] arguments) throws Exception {
        List<String> flags = List.of("--quick", "--json");
        List<String> given = new ArrayList<>(Arrays.asList(arguments));
        given.removeAll(flags);
        Options options = Options.of(given.toArray(String[]::new), "messages", "engines", "lag", "data");
        LogManager.getLogManager().reset();
        boolean quick = Arrays.asList(arguments).contains("--quick");
        Corpus corpus = new Corpus(options.number("messages", quick ? QUICK : FULL), Instant.now());
        Path data = Options.directory(options.text("data", ""), "storage");
        Map<String, TierBench.Result> results = new LinkedHashMap<>();
        Map<String, Double> lags = new LinkedHashMap<>();
        for (String engine : options.text("engines", ALL).split(",", -1)) {
            try (MessageTier tier = TierOf.engine(engine, data)) {
                results.put(engine, new TierBench(tier, corpus, System.out::println).run());
            }
            lags.put(engine, lag(engine, data, Duration.ofSeconds(options.number("lag", LAG_SECONDS))));
        }
        Map<String, Double> journal = Map.of("journal", JournalSize.bytesPerRecord(data.resolve("journal"), corpus));
        System.out.printf(Locale.ROOT, "%-12s %-26s %8.0f bytes a record%n", "journal", "size", journal.get("journal"));
        System.out.println("data is in " + data);
        if (Arrays.asList(arguments).contains("--json")) {
            System.out.println(json(results, lags, journal.get("journal")));
        }
    }

    private static double lag(String engine, Path data, Duration time) throws Exception {
        if (time.isZero()) {
            return Double.NaN;
        }
        LagBench.Result lag =
                LagBench.of(engine, data.resolve("lag-" + engine + "-" + System.nanoTime()), RATE, time, AWAY);
        System.out.printf(
                Locale.ROOT,
                "%-12s %-26s p50 %8.0f ms   most %7.0f ms   catches up at %,.0f records/s%n",
                engine,
                "lag at 5,000 a second",
                lag.lagMedianMillis(),
                lag.lagMostMillis(),
                lag.catchUpPerSecond());
        return lag.lagMedianMillis() / 1_000;
    }

    private static String json(Map<String, TierBench.Result> results, Map<String, Double> lags, double journal) {
        return "{"
                + String.join(
                        ", ",
                        figure(results, "history_10k_ms", each -> each.history().medianMillis()),
                        figure(
                                results,
                                "page50_ms",
                                each -> each.pages().get(0L).medianMillis()),
                        figure(results, "search_1m_ms", each -> each.search().medianMillis()),
                        figure(results, "search_p99_ms", each -> each.search().p99Millis()),
                        results.entrySet().stream()
                                .map(each -> "\"" + each.getKey() + "\": "
                                        + each.getValue().pagesJson())
                                .collect(Collectors.joining(", ", "\"page50_by_depth_ms\": {", "}")),
                        figure(lags, "lag_s", each -> each),
                        figure(results, "rows_per_s", TierBench.Result::rowsPerSecond),
                        figure(results, "bytes_per_message", TierBench.Result::bytesPerMessage)
                                .replace("}", ", \"journal\": " + number(journal) + "}"))
                + "}";
    }

    private static <T> String figure(Map<String, T> results, String name, Function<T, Double> of) {
        return results.entrySet().stream()
                .map(each -> "\"" + each.getKey() + "\": " + number(of.apply(each.getValue())))
                .collect(Collectors.joining(", ", "\"" + name + "\": {", "}"));
    }

    /** What was not measured is null. */
    private static String number(double value) {
        return Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.2f", value);
    }
}
