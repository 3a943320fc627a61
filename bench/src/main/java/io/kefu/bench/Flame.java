package io.kefu.bench;

import io.kefu.bench.flame.FlameGraph;
import io.kefu.bench.flame.FlameNode;
import io.kefu.bench.flame.Recording;
import io.kefu.bench.flame.Stacks;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.report.Report;
import io.kefu.kefuctl.load.scenario.Pace;
import io.kefu.kefuctl.load.scenario.Relay;
import io.kefu.kefuctl.load.scenario.Setting;
import io.kefu.kefuctl.load.server.Launch;
import io.kefu.kefuctl.load.server.OwnServer;
import io.kefu.kefuctl.load.server.Processors;
import io.kefu.kefuctl.load.server.Shipped;
import io.kefu.kefuctl.load.wire.Codec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Where the processor time of a server goes while visitors and agents write to each other: {@code flame [--seconds 30]
 * [--warm-up 20] [--pairs 64] [--in-flight 16] [--form proto] [--rate N] [--out target/flame.svg] [--java "OPTIONS"] [--data DIR]}.
 * The server is on processor 0 and records itself with JFR; the picture is an SVG, the recording stays in {@code --data}.
 */
public final class Flame {
    private Flame() {}

    public static void main(String[] arguments) throws Exception {
        Options options = Options.of(
                arguments, "seconds", "warm-up", "pairs", "in-flight", "form", "rate", "out", "java", "data");
        Path data = Options.directory(options.text("data", ""), "flame");
        int pairs = (int) options.number("pairs", 64);
        Codec codec = Codec.valueOf(options.text("form", "proto").toUpperCase(Locale.ROOT));
        Launch launch = Shipped.up(data.resolve("server"), options.text("java", ""))
                .with("-XX:FlightRecorderOptions=stackdepth=128")
                .under(Processors.pinned());
        try (OwnServer server = OwnServer.start(data.resolve("server"), new OwnServer.Plan(pairs, pairs), launch)) {
            Setting setting = new Setting(server, codec, 1, System.err::println);
            List<Scene.Part> parts = server.pairs(pairs);
            relay(setting, parts, options, options.number("warm-up", 20));
            Recording recording = new Recording(server.process().pid(), data);
            Duration before = server.process().processorTime();
            recording.start();
            Report report = relay(setting, parts, options, options.number("seconds", 30));
            FlameNode root = Stacks.of(recording.stop());
            Duration used = server.process().processorTime().minus(before);
            Path out = Path.of(options.text("out", "target/flame.svg")).toAbsolutePath();
            Files.createDirectories(out.getParent());
            String title = "relay of %d pairs, %s, %,.0f messages/s"
                    .formatted(pairs, codec, report.number("messages_per_second"));
            String share =
                    "%.1f s of the %.1f s of processor time, in Java's threads; the rest is compiler, collector and native"
                            .formatted(root.weight() / 1e9, used.toNanos() / 1e9);
            Files.writeString(out, FlameGraph.svg(root, title, share));
            System.out.print(report.text());
            System.out.printf("%s%n%s has %,d bytes%n", share, out, Files.size(out));
        }
    }

    private static Report relay(Setting setting, List<Scene.Part> parts, Options options, long seconds)
            throws Exception {
        Pace pace = new Pace(
                (int) options.number("in-flight", 16),
                options.number("rate", 0),
                Duration.ZERO,
                Duration.ofSeconds(seconds),
                0);
        return new Relay(setting, parts.size(), pace).run(parts);
    }
}
