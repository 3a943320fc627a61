package io.kefu.bench.load;

import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.server.ServerProcess;
import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.kefuctl.load.wire.Rest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Measures one server with one form of frames: the rate in a closed loop, then latencies at a share of it. */
public final class Measurement {
    private static final double SHARE = 0.7;
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(120);

    /**
     * How much of what.
     *
     * @param rate of the open loop, messages a second; 0 for 70 % of what the closed one did
     */
    public record Load(int senders, int inFlight, int agents, Duration warmUp, Duration measured, double rate) {}

    private final Launch launch;
    private final Codec codec;
    private final Load load;
    private final Consumer<String> out;

    public Measurement(Launch launch, Codec codec, Load load, Consumer<String> out) {
        this.launch = launch;
        this.codec = codec;
        this.load = load;
        this.out = out;
    }

    public void run() throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(launch);
                Generator generator = connect(server)) {
            generator.closed(load.inFlight(), load.warmUp().toNanos());
            double rate = load.rate();
            if (rate == 0) {
                rate = SHARE * measured(server, "closed", () -> generator.closed(load.inFlight(), nanos()));
                generator.drain(DRAIN_NANOS);
                awaitProjectors(server, generator);
            }
            double offered = rate;
            generator.open(offered, load.warmUp().toNanos() / 2);
            measured(server, "open at %,.0f/s".formatted(offered), () -> generator.open(offered, nanos()));
            generator.drain(DRAIN_NANOS);
            awaitProjectors(server, generator);
            server.stop();
        }
    }

    private long nanos() {
        return load.measured().toNanos();
    }

    private Generator connect(ServerProcess server) throws IOException, InterruptedException {
        Entrance entrance = new Entrance(server.open(), codec);
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < load.senders(); i++) {
            senders.add(entrance.visitor());
        }
        List<Sender> listeners = new ArrayList<>();
        for (int i = 0; i < load.agents(); i++) {
            listeners.add(entrance.listener(new Rest(server.open()).signIn("admin", Launch.PASSWORD)));
        }
        return new Generator(senders, listeners);
    }

    private interface Run {
        Generator.Result run() throws IOException;
    }

    private double measured(ServerProcess server, String what, Run run) throws IOException, InterruptedException {
        Duration before = server.processorTime();
        Generator.Result result = run.run();
        Duration used = server.processorTime().minus(before);
        long acks = result.latencies().getTotalCount();
        out.accept("%-5s %-18s %s   %.1f µs CPU/ack, %.0f %% of a core%s"
                .formatted(
                        codec,
                        what,
                        result,
                        used.toNanos() / 1e3 / Math.max(1, acks),
                        100.0 * used.toNanos() / nanos(),
                        backlog(server.status())));
        return result.acksPerSecond();
    }

    private static String backlog(JsonNode status) {
        StringBuilder text = new StringBuilder();
        for (JsonNode tier : status.path("tiers")) {
            text.append(", %s lags %,d records %.1f s"
                    .formatted(
                            tier.path("name").asString(),
                            tier.path("lag_records").asLong(),
                            tier.path("lag_seconds").asDouble()));
        }
        return text.append(
                        ", memory %,d MiB".formatted(status.path("memory_bytes").asLong() >> 20))
                .toString();
    }

    private void awaitProjectors(ServerProcess server, Generator generator) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (behind(server.status()) && System.nanoTime() - start < CATCH_UP_NANOS) {
            generator.rest(100_000_000);
        }
        out.accept("%-5s the tiers caught up in %.1f s".formatted(codec, (System.nanoTime() - start) / 1e9));
    }

    private static boolean behind(JsonNode status) {
        for (JsonNode tier : status.path("tiers")) {
            if (tier.path("lag_records").asLong() > 0) {
                return true;
            }
        }
        return false;
    }
}
