package io.kefu.bench;

import io.kefu.bench.storage.Corpus;
import io.kefu.bench.storage.TierBench;
import io.kefu.bench.storage.TierOf;
import io.kefu.storage.tier.MessageTier;
import java.nio.file.Path;
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
 * The tiers' engines side by side: {@code storage [--quick] [--messages N] [--engines sqlite,duckdb,…] [--data DIR] [--json]}.
 * {@code --quick} is a million messages, else ten. Each engine is filled with the same corpus in batches of 5,000, then asked
 * for a history of 10,000 messages, for pages of 50 at several depths, and for two-character words. Engines that run elsewhere
 * are where {@code bin/engines env} says. {@code --json} ends with one line of medians.
 */
public final class Storage {
    private static final long QUICK = 1_000_000;
    private static final long FULL = 10_000_000;

    private Storage() {}

    public static void main(String[] arguments) throws Exception {
        List<String> flags = List.of("--quick", "--json");
        List<String> given = new ArrayList<>(Arrays.asList(arguments));
        given.removeAll(flags);
        Options options = Options.of(given.toArray(String[]::new), "messages", "engines", "data");
        LogManager.getLogManager().reset();
        boolean quick = Arrays.asList(arguments).contains("--quick");
        Corpus corpus = new Corpus(options.number("messages", quick ? QUICK : FULL), Instant.now());
        Path data = Options.directory(options.text("data", ""), "storage");
        Map<String, TierBench.Result> results = new LinkedHashMap<>();
        for (String engine : options.text("engines", "sqlite,duckdb").split(",", -1)) {
            try (MessageTier tier = TierOf.engine(engine, data)) {
                results.put(engine, new TierBench(tier, corpus, System.out::println).run());
            }
        }
        System.out.println("data is in " + data);
        if (Arrays.asList(arguments).contains("--json")) {
            System.out.println(json(results));
        }
    }

    private static String json(Map<String, TierBench.Result> results) {
        return "{"
                + String.join(
                        ", ",
                        figure(results, "history_10k_ms", each -> each.history().medianMillis()),
                        figure(
                                results,
                                "page50_ms",
                                each -> each.pages().get(0L).medianMillis()),
                        figure(results, "search_1m_ms", each -> each.search().medianMillis()),
                        figure(results, "rows_per_s", TierBench.Result::rowsPerSecond),
                        figure(results, "bytes_per_message", TierBench.Result::bytesPerMessage))
                + "}";
    }

    private static String figure(
            Map<String, TierBench.Result> results, String name, Function<TierBench.Result, Double> of) {
        return results.entrySet().stream()
                .map(each -> "\"%s\": %s"
                        .formatted(each.getKey(), String.format(Locale.ROOT, "%.2f", of.apply(each.getValue()))))
                .collect(Collectors.joining(", ", "\"" + name + "\": {", "}"));
    }
}
