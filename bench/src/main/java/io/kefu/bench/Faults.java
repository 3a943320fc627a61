package io.kefu.bench;

import io.kefu.bench.faults.FaultRounds;
import io.kefu.bench.faults.Summary;
import io.kefu.storage.engines.EngineKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.LogManager;
import java.util.stream.Collectors;

/**
 * {@code faults [--rounds 50] [--engines redis,mysql,postgresql,clickhouse] [--rate 200] [--seed N] [--data DIR] [--json]}: each
 * engine's network and server fail in every way, one after another, while messages are written and read, and after each
 * round it tells what was lost, doubled or read wrongly. Ends with 1 when anything was. A round takes some five seconds, a
 * minute and a half at most.
 */
public final class Faults {
    private static final String ALL = "redis,mysql,postgresql,clickhouse";

    private Faults() {}

    public static void main(String[] arguments) throws Exception {
        List<String> given = new ArrayList<>(Arrays.asList(arguments));
        LogManager.getLogManager().reset(); // every fault is logged by everyone whom it meets
        boolean json = given.removeAll(List.of("--json"));
        Options options = Options.of(given.toArray(String[]::new), "rounds", "engines", "rate", "seed", "data");
        long seed = options.number("seed", System.nanoTime());
        Path data = Options.directory(options.text("data", ""), "faults");
        System.out.println("data in " + data + ", seed " + seed);
        Map<String, Summary> results = new LinkedHashMap<>();
        for (String engine : options.text("engines", ALL).split(",", -1)) {
            EngineKind kind = EngineKind.valueOf(engine.toUpperCase(Locale.ROOT));
            int rate = (int) options.number("rate", 200);
            try (FaultRounds rounds =
                    FaultRounds.on(kind, data.resolve(engine), rate, seed, line -> say(engine, line))) {
                Summary summary = rounds.run((int) options.number("rounds", 50));
                say(engine, summary.toString());
                results.put(engine, summary);
            }
        }
        if (json) {
            System.out.println(results.entrySet().stream()
                    .map(each -> "\"" + each.getKey() + "\": " + each.getValue().json())
                    .collect(Collectors.joining(", ", "{", "}")));
        }
        System.exit(results.values().stream().allMatch(Summary::isClean) ? 0 : 1);
    }

    private static void say(String engine, String line) {
        System.out.printf("%-11s %s%n", engine, line);
    }
}
