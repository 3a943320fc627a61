package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Answer;
import io.kefu.kefuctl.load.Crew;
import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.Job;
import io.kefu.kefuctl.load.Order;
import io.kefu.kefuctl.load.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Visitors who are signed in, answer heartbeats and say nothing: what one costs. */
public final class Connections {
    private static final int A_FEW = 100;

    private final Setting setting;
    private final Plan plan;

    /**
     * How many.
     *
     * @param perSecond how fast they come
     * @param hold how long all of them stay while it is measured, after half of that in which the arrival settles: what a
     *     machine still compiles and collects then is not idling
     */
    public record Plan(int connections, int perSecond, Duration hold) {}

    public Connections(Setting setting, Plan plan) {
        this.setting = setting;
        this.plan = plan;
    }

    /** A tenth first, then all of them: what one more costs is the slope between. */
    public Report run() throws IOException, InterruptedException {
        setting.say("signing in %,d visitors".formatted(plan.connections()));
        Job job = new Job.Standing(
                setting.target().server(), setting.codec(), setting.target().visitors(plan.connections()), 0);
        Resources resources = new Resources(setting.target());
        try (Crew crew = Crew.of(job, setting.processes())) {
            arrive(crew, Math.min(A_FEW, plan.connections() / 10)); // what loads once is loaded then
            long few = crew.carryOut(Order.hold(0)).live();
            Optional<Gauge.Sample> before = resources.settled();
            long tenth = arrive(crew, plan.connections() / 10).live();
            Optional<Gauge.Sample> some = resources.settled();
            setting.say("connecting %,d".formatted(plan.connections()));
            Answer all = arrive(crew, plan.connections());
            Optional<Gauge.Sample> raw = resources.now();
            Duration settling = plan.hold().dividedBy(2);
            setting.say("holding them for %,d s, and for %,d s before"
                    .formatted(plan.hold().toSeconds(), settling.toSeconds()));
            crew.carryOut(Order.hold(settling.toNanos()));
            Optional<Gauge.Sample> begun = resources.now();
            Answer held = crew.carryOut(Order.hold(plan.hold().toNanos()));
            Optional<Gauge.Sample> ended = resources.now();
            Optional<Gauge.Sample> settled = resources.settled();
            Report report = new Report(
                    "connections",
                    "%,d idle connections, signed in, for %,d s"
                            .formatted(plan.connections(), plan.hold().toSeconds()));
            report.figure("connections", held.live()).figure("lost", held.lost());
            report.figure("seconds_to_all", Report.rounded(all.arrivals().seconds()));
            report.line(
                    "welcomed",
                    "%,d of %,d in %.1f s; turned away and back %,d times",
                    all.live(),
                    plan.connections(),
                    all.arrivals().seconds(),
                    all.arrivals().refused());
            if (!all.arrivals().why().isEmpty()) {
                report.line("turned away", "%s", Words.shortened(all.arrivals().why()));
            }
            if (before.isPresent() && some.isPresent() && raw.isPresent() && settled.isPresent()) {
                memory(report, before.get(), few, some.get(), tenth, settled.get(), held.live());
                report.figure("resident_bytes_at_once", raw.get().residentBytes());
                double used = (ended.orElseThrow().processor().toNanos()
                                - begun.orElseThrow().processor().toNanos())
                        / 1e9;
                report.figure("idle_cpu_seconds", Report.rounded(used));
                report.line(
                        "CPU while idle", "%.2f s in %,d s", used, plan.hold().toSeconds());
                report.figure("threads", settled.get().threads());
                report.line("threads", "%,d", settled.get().threads());
            }
            report.verdict("lost while idle", held.lost() == 0, "%,d", held.lost());
            report.verdict("still there", held.live() >= plan.connections(), "%,d", held.live());
            return report.plot("welcomed a second", all.arrivals().perSecond());
        }
    }

    private static void memory(
            Report report, Gauge.Sample before, long few, Gauge.Sample some, long tenth, Gauge.Sample all, long live) {
        double each = (all.residentBytes() - before.residentBytes()) / (double) Math.max(1, live - few);
        double slope = (all.residentBytes() - some.residentBytes()) / (double) Math.max(1, live - tenth);
        report.figure("resident_bytes", all.residentBytes());
        report.figure("bytes_per_connection", Math.rint(each));
        report.figure("bytes_per_connection_slope", Math.rint(slope));
        report.line(
                "resident",
                "%,d MiB before, %,d MiB with all",
                before.residentBytes() >> 20,
                all.residentBytes() >> 20);
        report.line("one connection", "%,.0f bytes; %,.0f by the slope from %,d to %,d", each, slope, tenth, live);
    }

    private Answer arrive(Crew crew, int upTo) throws IOException, InterruptedException {
        long most = TimeUnit.SECONDS.toNanos(60 + upTo / Math.max(1, plan.perSecond()));
        return crew.carryOut(Order.arrive(upTo, plan.perSecond(), most));
    }
}
