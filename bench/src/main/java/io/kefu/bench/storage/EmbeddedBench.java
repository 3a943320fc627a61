package io.kefu.bench.storage;

import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.server.ServerProcess;
import io.kefu.kefuctl.load.wire.Rest;
import io.kefu.storage.duckdb.DuckDbSettings;
import io.kefu.storage.duckdb.DuckDbTier;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.warm.WarmTier;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A server on tiers that were filled with {@link Years}: how it starts, answers, and what it takes. */
public final class EmbeddedBench {
    private static final Duration WARM_KEEP = Duration.ofDays(30);
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final int COLD_BATCH = 50_000;
    private static final int WARM_BATCH = 5_000;
    private static final int STARTS = 3;
    private static final int ASKED = 200;
    private static final int SEARCHES = 100;

    private final Path data;
    private final Years years;
    private final Consumer<String> out;

    public EmbeddedBench(Path data, Years years, Consumer<String> out) {
        this.data = data;
        this.years = years;
        this.out = out;
    }

    /** Cold gets every message, warm those of its days and all that lists show; the journal is behind all of it. */
    public void fill() throws IOException {
        Path tiers = Files.createDirectories(data.resolve("tiers"));
        long recent = years.firstSince(Instant.now().minus(WARM_KEEP));
        try (MessageTier warm = WarmTier.open("warm", tiers.resolve("warm.db"), BOUND)) {
            fill(warm, "lists", WARM_BATCH, 0, years::head);
            fill(warm, "messages", WARM_BATCH, recent, years::messages);
        }
        try (MessageTier cold = DuckDbTier.open(DuckDbSettings.cold(tiers.resolve("cold.duckdb"), BOUND))) {
            fill(cold, "messages", COLD_BATCH, 0, years::messages);
        }
    }

    private void fill(MessageTier tier, String what, int rows, long from, LongFunction<List<TierEntry>> entries)
            throws IOException {
        Path done = data.resolve("filled-" + tier.name() + "-" + what);
        if (Files.exists(done)) {
            return;
        }
        long started = System.nanoTime();
        long total = 0;
        List<TierEntry> batch = new ArrayList<>(rows);
        for (long number = from; number < years.conversations(); number++) {
            batch.addAll(entries.apply(number));
            if (batch.size() >= rows || number + 1 == years.conversations()) {
                tier.append(batch, 0);
                total += batch.size();
                batch = new ArrayList<>(rows);
            }
        }
        Files.createFile(done);
        double seconds = (System.nanoTime() - started) / 1e9;
        out.accept("%-6s %-8s filled with %,d rows in %,.0f s, %,.0f a second"
                .formatted(tier.engine(), what, total, seconds, total / seconds));
    }

    public void measure(Launch launch) throws IOException, InterruptedException {
        for (int i = 0; i < STARTS; i++) {
            try (ServerProcess server = ServerProcess.start(launch)) {
                out.accept("start to ready              %,8d ms"
                        .formatted(server.startedIn().toMillis()));
                if (i + 1 == STARTS) {
                    ask(server);
                }
                server.stop();
            }
        }
        sizes();
    }

    private void ask(ServerProcess server) throws IOException, InterruptedException {
        Rest rest = new Rest(server.open());
        String token = rest.signIn("admin", Launch.PASSWORD).token();
        long recent = years.firstSince(Instant.now().minus(WARM_KEEP).plus(Duration.ofDays(1)));
        SplittableRandom random = new SplittableRandom(1);
        say("history page, warm", ASKED, i -> page(rest, token, random.nextLong(recent, years.conversations())));
        say("history page, cold", ASKED, i -> page(rest, token, random.nextLong(Math.max(1, recent / 2))));
        say("list, closed", ASKED, i -> items(rest, token, "/api/v1/conversations?state=closed&limit=50"));
        say(
                "list, 10,000 deep",
                20,
                i -> items(rest, token, "/api/v1/conversations?state=closed&limit=50&offset=10000"));
        say("search, common word", SEARCHES, i -> search(rest, token, Corpus.sought(2 * i)));
        say("search, rare word", SEARCHES, i -> search(rest, token, Corpus.sought(2 * i + 1)));
        say("storage report", 5, i -> new Rest(server.admin()).get("/admin/v1/storage", adminToken()));
        out.accept("resident                    %,8d MB".formatted(server.residentBytes() >> 20));
    }

    private String adminToken() throws IOException {
        return Files.readString(data.resolve("admin.token")).strip();
    }

    private static JsonNode page(Rest rest, String token, long number) throws IOException, InterruptedException {
        JsonNode answer = rest.get("/api/v1/conversations/" + Years.id(number) + "/messages?limit=50", token);
        if (answer.path("items").size() != Years.MESSAGES && !isPartial(answer)) {
            throw new IOException(Years.id(number) + " has not its " + Years.MESSAGES + " messages: "
                    + answer.toString()
                            .substring(0, Math.min(200, answer.toString().length())));
        }
        return answer;
    }

    private static JsonNode items(Rest rest, String token, String path) throws IOException, InterruptedException {
        JsonNode answer = rest.get(path, token);
        if (answer.path("items").isEmpty() && !isPartial(answer)) {
            throw new IOException(path + " found nothing");
        }
        return answer;
    }

    private static JsonNode search(Rest rest, String token, String word) throws IOException, InterruptedException {
        return items(rest, token, "/api/v1/search?q=" + URLEncoder.encode(word, StandardCharsets.UTF_8));
    }

    /** A tier did not answer in time, and the rest was given: an answer too, and counted as what it is. */
    private static boolean isPartial(JsonNode answer) {
        return answer.path("partial").asBoolean(false);
    }

    /** A question to the server. */
    @FunctionalInterface
    private interface Question {
        JsonNode ask(int number) throws IOException, InterruptedException;
    }

    private void say(String what, int times, Question question) {
        LongAdder asked = new LongAdder();
        LongAdder partial = new LongAdder();
        Measured measured = Measured.of(times, i -> {
            try {
                asked.increment();
                partial.add(isPartial(question.ask(i)) ? 1 : 0);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(what + ": " + e.getMessage(), e);
            }
        });
        String told = partial.sum() == 0 ? "" : "   %,d of %,d partial".formatted(partial.sum(), asked.sum());
        out.accept("%-27s %s%s".formatted(what, measured, told));
    }

    private void sizes() throws IOException {
        long messages = years.conversations() * Years.MESSAGES;
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                long bytes = Files.size(file);
                if (bytes > 1 << 20) {
                    out.accept("%-27s %,8d MB, %.1f bytes for each of %,d messages"
                            .formatted(data.relativize(file), bytes >> 20, (double) bytes / messages, messages));
                }
            }
        }
    }
}
