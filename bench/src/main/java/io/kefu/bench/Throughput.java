package io.kefu.bench;

import io.kefu.bench.load.Measurement;
import io.kefu.kefuctl.load.server.Configuration;
import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.wire.Codec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
        List<String> pinned = pinned();
        System.out.printf(
                "%d senders, %d on the way each, %d agents listen; %s%n",
                load.senders(),
                load.inFlight(),
                load.agents(),
                pinned.isEmpty() ? "NOT pinned: taskset or a second processor is missing" : "server on processor 0");
        for (Codec codec : forms(options.text("form", "both"))) {
            Path own = data.resolve(codec.name().toLowerCase(Locale.ROOT));
            Configuration.withoutBot(own);
            Launch launch =
                    Launch.up(own, serverOptions(options.text("java", ""))).under(pinned);
            new Measurement(launch, codec, load, System.out::println).run();
        }
        System.out.println("data and logs are in " + data);
    }

    private static List<Codec> forms(String form) {
        return form.equals("both")
                ? List.of(Codec.PROTO, Codec.JSON)
                : List.of(Codec.valueOf(form.toUpperCase(Locale.ROOT)));
    }

    /** Those of the distribution, so that what is measured is what runs. */
    private static List<String> serverOptions(String more) {
        List<String> options = new ArrayList<>();
        String home = System.getProperty("kefu.home", "");
        if (!home.isEmpty()) {
            options.add("@" + home + "/bin/launcher/server.options");
        }
        Arrays.stream(more.split(" ")).filter(each -> !each.isEmpty()).forEach(options::add);
        return options;
    }

    /** Keeps this process to processor 1; what the server is started under so that it keeps to 0, nothing where that fails. */
    private static List<String> pinned() throws IOException, InterruptedException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return List.of();
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        try {
            Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", "1", pid)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return taskset.waitFor() == 0 ? List.of("taskset", "-c", "0") : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
