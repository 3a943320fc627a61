package io.kefu.bench;

import io.kefu.bench.load.Measurement;
import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.server.Processors;
import io.kefu.kefuctl.load.server.Shipped;
import io.kefu.kefuctl.load.wire.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Durable acknowledged messages a second: {@code throughput [--form json|proto|both] [--senders 64] [--in-flight 16]
 * [--agents 0] [--warm-up 25] [--seconds 10] [--rate N] [--java "OPTIONS"] [--data DIR]}.
 *
 * <p>The server has a process of its own on processor 0, this generator has processor 1. First each sender keeps so many
 * messages on the way (closed loop), which gives the rate; then messages come at 70 % of it, or at {@code --rate}, whatever
 * the server does (open loop), which gives the latencies. {@code --agents} connections of an agent are sent every message.
 */
public final class Throughput {

    private Throughput() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(
                arguments, "form", "senders", "in-flight", "agents", "warm-up", "seconds", "rate", "java", "data");
        Path data = Options.directory(options.text("data", ""), "throughput");
        Measurement.Load load = new Measurement.Load(
                (int) options.number("senders", 64),
                (int) options.number("in-flight", 16),
                (int) options.number("agents", 0),
                Duration.ofSeconds(options.number("warm-up", 25)),
                Duration.ofSeconds(options.number("seconds", 10)),
                options.number("rate", 0));
        List<String> pinned = Processors.pinned();
        System.out.printf(
                "%d senders, %d on the way each, %d agents listen; %s%n",
                load.senders(),
                load.inFlight(),
                load.agents(),
                pinned.isEmpty() ? "NOT pinned: taskset or a second processor is missing" : "server on processor 0");
        for (Codec codec : forms(options.text("form", "both"))) {
            Path own = data.resolve(codec.name().toLowerCase(Locale.ROOT));
            Launch launch = Shipped.up(own, options.text("java", "")).under(pinned);
            new Measurement(own, launch, codec, load, System.out::println).run();
        }
    }

    private static List<Codec> forms(String form) {
        return form.equals("both")
                ? List.of(Codec.PROTO, Codec.JSON)
                : List.of(Codec.valueOf(form.toUpperCase(Locale.ROOT)));
    }
}
