package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Answer;
import io.kefu.kefuctl.load.Crew;
import io.kefu.kefuctl.load.Gauge;
import io.kefu.kefuctl.load.Job;
import io.kefu.kefuctl.load.JournalCheck;
import io.kefu.kefuctl.load.Order;
import io.kefu.kefuctl.load.Result;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.Tally;
import io.kefu.kefuctl.load.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Messages as fast as they are answered, or at a rate; then what came of each. What relay, fan-out and soak have in common. */
final class Talking {
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Setting setting;
    private final Pace pace;

    Talking(Setting setting, Pace pace) {
        this.setting = setting;
        this.pace = pace;
    }

    /** What was measured, and what is left to say about it. */
    record Found(
            Result result,
            Tally tally,
            JournalCheck.Report journal,
            Duration processor,
            long backlogBefore,
            long backlogAfter) {}

    Found run(List<Scene.Part> parts) throws IOException, InterruptedException {
        Job job = new Job.Talking(Scene.of(setting.target().server(), setting.codec(), parts));
        try (Crew crew = Crew.of(job, setting.processes())) {
            setting.say("warming up for %,d s".formatted(pace.warmUp().toSeconds()));
            crew.carryOut(warmUp());
            setting.say("measuring for %,d s".formatted(pace.measured().toSeconds()));
            long backlogBefore = setting.target().backlog();
            Duration before = processor();
            Result result =
                    crew.carryOut(order(pace.perSecond(), pace.measured())).result();
            Duration used = processor().minus(before);
            long backlog = setting.target().backlog();
            Answer drained = crew.carryOut(Order.drain(DRAIN_NANOS));
            JournalCheck.Report journal = JournalCheck.Report.NONE;
            if (pace.check() > 0) {
                setting.say(
                        "%,.0f messages/s; comparing with what the server has, which waits for tiers that are behind"
                                .formatted(result.perSecondCompleted()));
                journal = crew.carryOut(Order.check(pace.check())).journal();
            }
            return new Found(result, drained.tally(), journal, used, backlogBefore, backlog);
        }
    }

    private Order warmUp() {
        return order(warmUpPerSecond(), pace.warmUp());
    }

    /** 0 for as fast as they are answered. */
    private double warmUpPerSecond() {
        return pace.warmUpPerSecond() > 0 ? pace.warmUpPerSecond() : pace.perSecond();
    }

    private Order order(double perSecond, Duration time) {
        return perSecond > 0 ? Order.open(perSecond, time.toNanos()) : Order.closed(pace.inFlight(), time.toNanos());
    }

    private Duration processor() throws IOException {
        Optional<Gauge> gauge = setting.target().gauge();
        return gauge.isPresent() ? gauge.get().processor() : Duration.ZERO;
    }

    String paceInWords() {
        return pace.perSecond() > 0
                ? "%,.0f messages a second".formatted(pace.perSecond())
                : pace.inFlight() + " on the way in each";
    }

    void tell(Report report, Found found) {
        Result result = found.result();
        Tally tally = found.tally();
        report.figure("form", setting.codec().name().toLowerCase(java.util.Locale.ROOT))
                .figure("in_flight", pace.perSecond() > 0 ? 0 : pace.inFlight())
                .figure("rate", pace.perSecond())
                .figure("warm_up_seconds", pace.warmUp().toSeconds())
                .figure("warm_up_rate", warmUpPerSecond())
                .figure("seconds", Report.rounded(result.seconds()))
                .figure("messages", result.completed())
                .figure("messages_per_second", Report.rounded(result.perSecondCompleted()))
                .figure("deliveries_per_second", Report.rounded(result.perSecondDelivered()))
                .figure("cpu_seconds", found.processor().toNanos() / 1e9)
                .figure("backlog_records_before", found.backlogBefore())
                .figure("backlog_records", found.backlogAfter())
                .figure("sent", tally.sent())
                .figure("refused", tally.refused())
                .figure("unanswered", tally.unanswered())
                .figure("lost", tally.undelivered() + found.journal().lost())
                .figure("doubled", tally.doubled() + found.journal().doubled())
                .figure("reordered", tally.reordered() + found.journal().misnumbered())
                .figure("checked", found.journal().messages());
        report.line(
                "acked and delivered",
                "%,.0f messages/s, %,d in %.1f s",
                result.perSecondCompleted(),
                result.completed(),
                result.seconds());
        report.line("deliveries", "%,.0f/s", result.perSecondDelivered());
        report.latency("acknowledged after", "ack_ms", result.acks());
        report.latency("delivered after", "delivery_ms", result.delays());
        if (!found.processor().isZero()) {
            report.line(
                    "server's CPU",
                    "%.1f µs a message, %.0f %% of a core",
                    found.processor().toNanos() / 1e3 / Math.max(1, result.completed()),
                    found.processor().toNanos() / 1e7 / result.seconds());
        }
        if (found.backlogAfter() > 0) {
            report.line(
                    "tiers are behind by",
                    "%,d records of the journal, %,d before it was measured",
                    found.backlogAfter(),
                    found.backlogBefore());
        }
        report.verdict(
                "on the wire",
                tally.sound(),
                "%,d sent, %,d lost, %,d doubled, %,d out of order",
                tally.sent(),
                tally.undelivered(),
                tally.doubled(),
                tally.reordered());
        report.line("", "%,d refused, %,d unanswered", tally.refused(), tally.unanswered());
        if (pace.check() > 0) {
            JournalCheck.Report journal = found.journal();
            report.verdict(
                    "in the journal",
                    journal.sound(),
                    "%,d read, %,d lost, %,d doubled, %,d misnumbered",
                    journal.messages(),
                    journal.lost(),
                    journal.doubled(),
                    journal.misnumbered());
        }
        report.plot("messages a second", result.perSecond());
    }
}
