package io.kefu.bench;

import io.kefu.bench.storage.EmbeddedBench;
import io.kefu.bench.storage.Years;
import io.kefu.kefuctl.load.server.Configuration;
import io.kefu.kefuctl.load.server.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One machine with years in its embedded tiers: {@code embedded [--messages 55000000] [--days 1090] [--data DIR]}. The days
 * of SQLite and all of DuckDB are filled directly, then a server is started on them, and asked for history, lists and
 * searches as its clients do. A directory that is full already is not filled again.
 */
public final class Embedded {
    /** 50,000 a day for three years. */
    private static final long MESSAGES = 55_000_000;

    private static final long DAYS = 1_090;

    private Embedded() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(arguments, "messages", "days", "data");
        Path data = Options.directory(options.text("data", ""), "embedded");
        Configuration.quickStart(data);
        Years years = new Years(
                options.number("messages", MESSAGES) / Years.MESSAGES,
                Duration.ofDays(options.number("days", DAYS)),
                Instant.now().minus(Duration.ofHours(1)));
        EmbeddedBench bench = new EmbeddedBench(data, years, System.out::println);
        bench.fill();
        bench.measure(Launch.up(data, List.of()));
        System.out.println("data is in " + data);
    }
}
