package io.kefu.bench.load;

import io.kefu.kefuctl.load.Generator;
import io.kefu.kefuctl.load.Result;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.Tally;
import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.server.OwnServer;
import io.kefu.kefuctl.load.server.ServerProcess;
import io.kefu.kefuctl.load.wire.Codec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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

    private final Path data;
    private final Launch launch;
    private final Codec codec;
    private final Load load;
    private final Consumer<String> out;

    public Measurement(Path data, Launch launch, Codec codec, Load load, Consumer<String> out) {
        this.data = data;
        this.launch = launch;
        this.codec = codec;
        this.load = load;
        this.out = out;
    }

    public void run() throws IOException, InterruptedException {
        OwnServer.Plan plan = new OwnServer.Plan(load.senders(), load.senders());
        try (OwnServer own = OwnServer.start(data, plan, launch)) {
            ServerProcess server = own.process();
            try (Generator generator = connect(own)) {
                run(server, generator);
            }
            server.stop();
        }
    }

    private void run(ServerProcess server, Generator generator) throws IOException, InterruptedException {
        generator.closed(load.inFlight(), load.warmUp().toNanos());
        double rate = load.rate();
        if (rate == 0) {
            rate = SHARE * measured(server, generator, "closed", () -> generator.closed(load.inFlight(), nanos()));
            generator.drain(DRAIN_NANOS);
            awaitProjectors(server, generator);
        }
        double offered = rate;
        generator.open(offered, load.warmUp().toNanos() / 2);
        measured(server, generator, "open at %,.0f/s".formatted(offered), () -> generator.open(offered, nanos()));
        generator.drain(DRAIN_NANOS);
        awaitProjectors(server, generator);
    }

    private long nanos() {
        return load.measured().toNanos();
    }

    /** Senders without anybody who answers; whoever listens hears all of them. */
    private Generator connect(OwnServer server) throws IOException, InterruptedException {
        List<Scene.Part> parts = new ArrayList<>(server.audiences(load.senders(), 0));
        return Generator.connect(
                Scene.of(server.server(), codec, parts), Collections.nCopies(load.agents(), server.operator()));
    }

    private interface Run {
        Result run() throws IOException;
    }

    private double measured(ServerProcess server, Generator generator, String what, Run run)
            throws IOException, InterruptedException {
        Duration before = server.processorTime();
        Result result = run.run();
        Duration used = server.processorTime().minus(before);
        Tally tally = generator.tally();
        out.accept("%-5s %-18s %,9.0f acks/s   p50 %7.2f ms   p99 %7.2f ms   p99.9 %7.2f ms   max %7.2f ms   errors %d"
                .formatted(
                        codec,
                        what,
                        result.perSecondCompleted(),
                        Result.millis(result.acks(), 50),
                        Result.millis(result.acks(), 99),
                        Result.millis(result.acks(), 99.9),
                        result.acks().getMaxValue() / 1000.0,
                        tally.refused()));
        out.accept("%-5s %-18s %.1f µs CPU/ack, %.0f %% of a core, %,.0f others' frames/s%s"
                .formatted(
                        codec,
                        what,
                        used.toNanos() / 1e3 / Math.max(1, result.completed()),
                        100.0 * used.toNanos() / nanos(),
                        result.perSecondDelivered(),
                        backlog(server.status())));
        return result.perSecondCompleted();
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
