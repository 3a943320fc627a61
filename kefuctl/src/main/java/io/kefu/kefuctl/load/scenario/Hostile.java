package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Crew;
import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.Hostility;
import io.kefu.kefuctl.load.Job;
import io.kefu.kefuctl.load.LoadException;
import io.kefu.kefuctl.load.Mob;
import io.kefu.kefuctl.load.Order;
import io.kefu.kefuctl.load.Result;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.Tally;
import io.kefu.kefuctl.load.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Peers that mean no good, one kind after the other: what the server's memory was before, at most meanwhile and afterwards, and
 * what a visitor and an agent who write to each other notice of it.
 */
public final class Hostile {
    private static final double TALK_A_SECOND = 20;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Duration MOST_CLEARING = Duration.ofSeconds(20);
    private static final int MOST_COLLECTIONS = 8;
    private static final long SETTLED = 2 << 20;
    /** What one may cost: a full queue, a message, what the kernel is still to take, and as much again for objects. */
    private static final long MOST_EACH = 1 << 20;

    private static final long MOST_FOR_ALL = 256 << 20;

    private final Setting setting;
    private final Plan plan;

    /**
     * How many of each kind, for how long.
     *
     * @param kinds in this order
     */
    public record Plan(int peers, Duration each, List<Hostility> kinds) {}

    private record Found(Gauge.Sample before, long most, Gauge.Sample after, int thrownOut, Result talk) {}

    public Hostile(Setting setting, Plan plan) {
        this.setting = setting;
        this.plan = plan;
    }

    public Report run() throws IOException, InterruptedException {
        List<String> tokens = setting.target().visitors(plan.peers());
        Job job = new Job.Talking(Scene.of(
                setting.target().server(), setting.codec(), setting.target().pairs(1)));
        Report report = new Report(
                "hostile",
                "%,d peers of each kind for %,d s, beside one pair at %.0f messages a second"
                        .formatted(plan.peers(), plan.each().toSeconds(), TALK_A_SECOND));
        report.figure("peers", plan.peers()).figure("seconds_each", plan.each().toSeconds());
        try (Crew crew = Crew.of(job, 1)) {
            setting.say("the pair alone");
            talk(crew, Duration.ofSeconds(2));
            Result alone = talk(crew, plan.each());
            report.latency("pair alone", "alone_delivery_ms", alone.delays());
            for (Hostility kind : plan.kinds()) {
                setting.say(kind.word());
                tell(report, kind, beside(crew, kind, tokens));
            }
            Tally tally = crew.carryOut(Order.drain(DRAIN_NANOS)).tally();
            report.verdict(
                    "the pair's messages",
                    tally.sound() && tally.unanswered() == 0 && tally.refused() == 0,
                    "%,d sent, %,d lost, %,d doubled, %,d unanswered",
                    tally.sent(),
                    tally.undelivered(),
                    tally.doubled(),
                    tally.unanswered());
        }
        return report;
    }

    private static Result talk(Crew crew, Duration time) throws IOException, InterruptedException {
        return crew.carryOut(Order.open(TALK_A_SECOND, time.toNanos())).result();
    }

    private Found beside(Crew crew, Hostility kind, List<String> tokens) throws IOException, InterruptedException {
        Gauge.Sample before = meanwhile(crew, this::settled);
        try (Watch watch = Watch.begin(setting.target(), LOOK, Duration.ZERO)) {
            Result talk;
            int thrownOut;
            try (Mob mob =
                    meanwhile(crew, () -> Mob.gather(kind, setting.target().server(), setting.codec(), tokens))) {
                talk = talk(crew, plan.each());
                thrownOut = meanwhile(crew, mob::thrownOut);
            }
            meanwhile(crew, () -> awaitFiles(before.files()));
            long most = watch.samples().stream()
                    .mapToLong(Gauge.Sample::residentBytes)
                    .max()
                    .orElse(before.residentBytes());
            return new Found(before, most, meanwhile(crew, this::settled), thrownOut, talk);
        }
    }

    /** The pair goes on: who does nothing else does not answer heartbeats either. */
    private static <T> T meanwhile(Crew crew, Callable<T> work) throws IOException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("bench-hostile").start(task);
        while (!task.isDone()) {
            talk(crew, LOOK);
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** A collection frees memory, and only later ones give it back: as often as it helps. */
    private Gauge.Sample settled() throws IOException, InterruptedException {
        Gauge.Sample last = collected();
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            TimeUnit.MILLISECONDS.sleep(500); // it gives back in the background
            Gauge.Sample next = collected();
            if (i > 0 && last.residentBytes() - next.residentBytes() < SETTLED) {
                return next;
            }
            last = next;
        }
        return last;
    }

    private Gauge.Sample collected() throws IOException, InterruptedException {
        return new Resources(setting.target())
                .settled()
                .orElseThrow(() -> new LoadException("the server's memory cannot be seen from here"));
    }

    /** Until the server has let go of them all. */
    private int awaitFiles(int before) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + MOST_CLEARING.toNanos();
        int files = files();
        while (files > before + 2 && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(100); // polls a condition up to a deadline
            files = files();
        }
        return files;
    }

    private int files() throws IOException, InterruptedException {
        return new Resources(setting.target()).now().orElseThrow().files();
    }

    private void tell(Report report, Hostility kind, Found found) {
        long more = found.most() - found.before().residentBytes();
        double p99 = Result.millis(found.talk().delays(), 99);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("before_bytes", found.before().residentBytes());
        figures.put("most_bytes", found.most());
        figures.put("after_bytes", found.after().residentBytes());
        figures.put("most_bytes_each", more / plan.peers());
        figures.put("files_before", found.before().files());
        figures.put("files_after", found.after().files());
        figures.put("sent_away", found.thrownOut());
        figures.put("delivered", found.talk().completed());
        figures.put("delivery_p99_ms", Report.rounded(p99));
        report.figure(kind.name().toLowerCase(java.util.Locale.ROOT), figures);
        boolean ended = !kind.endsIt() || found.thrownOut() == plan.peers();
        report.verdict(
                kind.word(),
                ended && more <= MOST_FOR_ALL + plan.peers() * MOST_EACH,
                "%,d → %,d → %,d MiB, sent away %,d, pair's p99 %.1f ms",
                found.before().residentBytes() >> 20,
                found.most() >> 20,
                found.after().residentBytes() >> 20,
                found.thrownOut(),
                p99);
    }
}
