package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Answer;
import io.kefu.kefuctl.load.Arrivals;
import io.kefu.kefuctl.load.Crew;
import io.kefu.kefuctl.load.Job;
import io.kefu.kefuctl.load.Order;
import io.kefu.kefuctl.load.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Everyone leaves and comes back at that moment, as after a network that failed. */
public final class Storm {
    private final Setting setting;
    private final Plan plan;

    /** How many, how fast they come first, and when the storm is given up. */
    public record Plan(int clients, int perSecond, Duration most) {}

    public Storm(Setting setting, Plan plan) {
        this.setting = setting;
        this.plan = plan;
    }

    /** Times are from the moment at which all left to each one's welcome. */
    public Report run() throws IOException, InterruptedException {
        setting.say("signing in %,d visitors".formatted(plan.clients()));
        Job job = new Job.Standing(
                setting.target().server(), setting.codec(), setting.target().visitors(plan.clients()), 0);
        try (Crew crew = Crew.of(job, setting.processes())) {
            long most = TimeUnit.SECONDS.toNanos(60 + plan.clients() / Math.max(1, plan.perSecond()));
            long there = crew.carryOut(Order.arrive(plan.clients(), plan.perSecond(), most))
                    .live();
            setting.say("%,d are there; all leave and come back at once".formatted(there));
            Answer answer = crew.carryOut(Order.storm(plan.most().toNanos()));
            Arrivals.Report storm = answer.arrivals();
            Report report = new Report("storm", "a storm of %,d clients that come back at once".formatted(there));
            report.figure("clients", there)
                    .figure("welcomed", storm.welcomed())
                    .figure("seconds_to_all", Report.rounded(storm.seconds()))
                    .figure("refused", storm.refused());
            report.verdict(
                    "welcomed again",
                    storm.welcomed() >= there && there == plan.clients(),
                    "%,d of %,d",
                    storm.welcomed(),
                    plan.clients());
            report.line("all of them after", "%.2f s", storm.seconds());
            report.latency("each after", "welcome_ms", storm.times());
            report.line(
                    "turned away first",
                    "%,d times%s",
                    storm.refused(),
                    storm.why().isEmpty() ? "" : ": " + Words.shortened(storm.why()));
            return report.plot("welcomed a second", storm.perSecond());
        }
    }
}
