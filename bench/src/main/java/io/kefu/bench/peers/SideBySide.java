package io.kefu.bench.peers;

import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.report.Report;
import io.kefu.kefuctl.load.scenario.Connections;
import io.kefu.kefuctl.load.scenario.Fanout;
import io.kefu.kefuctl.load.scenario.Pace;
import io.kefu.kefuctl.load.scenario.Relay;
import io.kefu.kefuctl.load.scenario.Setting;
import io.kefu.kefuctl.load.server.Target;
import io.kefu.kefuctl.load.wire.Codec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The same scenarios on ours and on the peer, in turns, each on a server that was started for it, so that neither pays for
 * what the other left behind. The rate that is compared is that of messages acknowledged and delivered, or deliveries.
 */
final class SideBySide {
    private static final long RESTED_WITHIN = TimeUnit.SECONDS.toNanos(60);
    /** Messages a second at which both warm up: as fast as it goes would leave ours with tiers far behind. */
    private static final double WARM_UP_RATE = 5_000;

    private static final int MANY_LISTENERS = 5_000;
    private static final int GROUPS = 200;
    private static final int OF_A_GROUP = 50;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final Contestants contestants;
    private final Size size;
    private final Set<Part> parts;
    private final Consumer<String> out;
    private final Measured measured = new Measured();

    /** How the two are started. */
    interface Contestants {
        Target ours(int visitors, int desks) throws IOException, InterruptedException;

        Target peer() throws IOException, InterruptedException;
    }

    /**
     * How much of everything.
     *
     * @param wide whether there are {@value #MANY_LISTENERS} listeners, and {@value #GROUPS} groups of {@value #OF_A_GROUP}, too
     */
    record Size(
            int rounds,
            int connections,
            Duration hold,
            int pairs,
            int listeners,
            Duration warmUp,
            Duration measured,
            boolean wide) {
        Size withRounds(int given) {
            return new Size(given, connections, hold, pairs, listeners, warmUp, measured, wide);
        }

        int desks() {
            return wide ? Math.max(pairs, GROUPS) : pairs;
        }
    }

    /** What may be compared by itself. */
    enum Part {
        IDLE,
        TALK,
        WIDE
    }

    SideBySide(Contestants contestants, Size size, Set<Part> parts, Consumer<String> out) {
        this.contestants = contestants;
        this.parts = parts;
        this.size = size;
        this.out = out;
    }

    Measured run() throws IOException, InterruptedException {
        for (int round = 1; round <= size.rounds(); round++) {
            out.accept("round " + round + " of " + size.rounds());
            if (parts.contains(Part.IDLE)) {
                idle();
            }
            if (parts.contains(Part.TALK)) {
                talk();
            }
            if (size.wide() && parts.contains(Part.WIDE)) {
                tellMany();
            }
        }
        return measured;
    }

    private void idle() throws IOException, InterruptedException {
        Report ours;
        try (Target target = contestants.ours(size.connections(), 0)) {
            ours = idle("ours", target);
        }
        Report peer;
        try (Target target = contestants.peer()) {
            peer = idle("peer", target);
        }
        add("idle_bytes", "bytes_per_connection", ours, peer);
        add("idle_bytes_slope", "bytes_per_connection_slope", ours, peer);
        add("idle_cpu", "idle_cpu_seconds", ours, peer);
    }

    private Report idle(String who, Target target) throws IOException, InterruptedException {
        Connections.Plan plan = new Connections.Plan(size.connections(), 2_000, size.hold());
        Report report = new Connections(setting(target, Codec.JSON), plan).run();
        out.accept("%-4s idle        %,8.0f bytes a connection (slope %,.0f), %.2f s CPU in %d s%s"
                .formatted(
                        who,
                        report.number("bytes_per_connection"),
                        report.number("bytes_per_connection_slope"),
                        report.number("idle_cpu_seconds"),
                        size.hold().toSeconds(),
                        report.sound() ? "" : "   NOT ALL WERE THERE"));
        return report;
    }

    /** What one has in flight. Those with one on the way come first: what is behind after many would cost them. */
    private record Rates(
            Report relay1, Report relay16, Report fanout1, Report fanout4, Report proto1, Report proto16) {}

    private void talk() throws IOException, InterruptedException {
        Rates ours;
        try (Target target = contestants.ours(3 * size.pairs(), size.desks())) {
            ours = rates("ours", target, true);
        }
        Rates peer;
        try (Target target = contestants.peer()) {
            peer = rates("peer", target, false);
        }
        add("relay_w16", "messages_per_second", ours.relay16(), peer.relay16());
        add("relay_w1", "messages_per_second", ours.relay1(), peer.relay1());
        add("fanout_w4", "deliveries_per_second", ours.fanout4(), peer.fanout4());
        add("fanout_w1", "deliveries_per_second", ours.fanout1(), peer.fanout1());
        add("relay_w16_proto", "messages_per_second", ours.proto16(), peer.relay16());
        add("relay_w1_proto", "messages_per_second", ours.proto1(), peer.relay1());
    }

    private Rates rates(String who, Target target, boolean hasProto) throws IOException, InterruptedException {
        List<Scene.Part> pairs = target.pairs(size.pairs());
        relay(target, pairs, Codec.JSON, new Pace(16, 0, size.warmUp(), WARM_UP_RATE, Duration.ofSeconds(1), 0));
        Report relay1 = told(who, "relay 1", relay(target, pairs, Codec.JSON, pace(1)));
        Report proto1 = hasProto ? told(who, "relay 1 p", relay(target, pairs, Codec.PROTO, pace(1))) : relay1;
        Report relay16 = told(who, "relay 16", relay(target, pairs, Codec.JSON, pace(16)));
        Report proto16 = hasProto ? told(who, "relay 16 p", relay(target, pairs, Codec.PROTO, pace(16))) : relay16;
        List<Scene.Part> one = target.audiences(1, size.listeners());
        Report fanout1 = told(who, "fan-out 1", fanout(target, one, pace(1)));
        Report fanout4 = told(who, "fan-out 4", fanout(target, one, pace(4)));
        return new Rates(relay1, relay16, fanout1, fanout4, proto1, proto16);
    }

    private record Wide(Report many, Report groups) {}

    private void tellMany() throws IOException, InterruptedException {
        Wide ours;
        try (Target target = contestants.ours(GROUPS + 1, size.desks())) {
            ours = wide("ours", target);
        }
        Wide peer;
        try (Target target = contestants.peer()) {
            peer = wide("peer", target);
        }
        add("fanout_5000_w4", "deliveries_per_second", ours.many(), peer.many());
        add("fanout_200x50_w4", "deliveries_per_second", ours.groups(), peer.groups());
    }

    private Wide wide(String who, Target target) throws IOException, InterruptedException {
        Pace pace = pace(4, size.warmUp(), size.measured());
        Report many = fanout(target, target.audiences(1, MANY_LISTENERS), pace);
        told(who, "fan-out 5 k", many);
        return new Wide(many, told(who, "200 x 50", fanout(target, target.audiences(GROUPS, OF_A_GROUP), pace)));
    }

    /** What an earlier load left to the tiers is not this one's. */
    private static void awaitRest(Target target) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RESTED_WITHIN;
        while (target.backlog() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE);
        }
    }

    private Report relay(Target target, List<Scene.Part> pairs, Codec codec, Pace pace)
            throws IOException, InterruptedException {
        awaitRest(target);
        return new Relay(setting(target, codec), pairs.size(), pace).run(pairs);
    }

    private Report fanout(Target target, List<Scene.Part> groups, Pace pace) throws IOException, InterruptedException {
        awaitRest(target);
        int listeners = groups.getFirst().listeners().size();
        return new Fanout(setting(target, Codec.JSON), groups.size(), listeners, pace).run(groups);
    }

    private Pace pace(int inFlight) {
        return pace(inFlight, size.measured().dividedBy(2), size.measured());
    }

    private static Pace pace(int inFlight, Duration warmUp, Duration measured) {
        return new Pace(inFlight, 0, warmUp, measured, 0);
    }

    private Report told(String who, String what, Report report) {
        out.accept("%-4s %-11s %,9.0f messages/s   %,9.0f deliveries/s   %5.1f µs CPU a message, %,.0f records behind%s"
                .formatted(
                        who,
                        what,
                        report.number("messages_per_second"),
                        report.number("deliveries_per_second"),
                        1e6 * report.number("cpu_seconds") / Math.max(1, report.number("messages")),
                        report.number("backlog_records"),
                        report.sound() ? "" : "   LOST, DOUBLED OR OUT OF ORDER"));
        return report;
    }

    private static Setting setting(Target target, Codec codec) {
        return new Setting(target, codec, 1, line -> {});
    }

    private void add(String name, String figure, Report ours, Report peer) {
        measured.add(name, ours.number(figure), peer.number(figure));
    }
}
