package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.LoadException;
import io.kefu.kefuctl.load.Scene;
import io.kefu.kefuctl.load.client.Account;
import io.kefu.kefuctl.load.client.Company;
import io.kefu.kefuctl.load.client.Ledger;
import io.kefu.kefuctl.load.report.Report;
import io.kefu.kefuctl.load.server.OwnServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server is restarted while visitors and agents talk: what they notice, and whether the journal has all of it. */
public final class Restart {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Setting setting;
    private final Plan plan;

    /**
     * What is done.
     *
     * @param clients half of them visitors, half agents
     * @param rate messages a second of all
     * @param around before the restart, and after it
     * @param plain whether it is stopped and started, and not handed over
     */
    public record Plan(int clients, double rate, Duration around, boolean plain) {}

    public Restart(Setting setting, Plan plan) {
        this.setting = setting;
        this.plan = plan;
    }

    public Report run() throws IOException, InterruptedException {
        if (!(setting.target() instanceof OwnServer server)) {
            throw new LoadException("only a server of its own is restarted: leave out --url and --data");
        }
        setting.say("opening %,d conversations".formatted(plan.clients() / 2));
        Scene scene = Scene.of(server.server(), setting.codec(), server.pairs(plan.clients() / 2));
        try (Company company = new Company(scene)) {
            company.arrive(PATIENCE);
            setting.say("%,d clients talk; the restart comes after %d s"
                    .formatted(company.size(), plan.around().toSeconds()));
            company.talk(plan.rate());
            LockSupport.parkNanos(plan.around().toNanos());
            long begun = System.nanoTime();
            restart(server);
            double took = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
            setting.say("restarted in %.1f s".formatted(took));
            company.awaitWelcomed(PATIENCE);
            LockSupport.parkNanos(plan.around().toNanos());
            company.settle(PATIENCE);
            setting.say("reading the journal");
            return report(company, company.account(), took);
        }
    }

    private void restart(OwnServer server) throws IOException, InterruptedException {
        if (plan.plain()) {
            server.restart();
        } else {
            server.handOver();
        }
    }

    private Report report(Company company, Account.Found found, double took) {
        Ledger.Sums sums = company.ledger().sums();
        Report report = new Report(
                "restart",
                "a restart %s under %,.0f messages a second of %,d clients"
                        .formatted(plan.plain() ? "by stop and start" : "by handover", plan.rate(), company.size()));
        report.figure("plain", plan.plain())
                .figure("clients", company.size())
                .figure("rate", plan.rate())
                .figure("seconds", Report.rounded(took))
                .figure("sent", sums.sent())
                .figure("acknowledged", sums.acknowledged())
                .figure("sent_again", sums.sentAgain())
                .figure("told_to_leave", sums.toldToLeave())
                .figure("resets", sums.resets())
                .figure("refused", sums.refused())
                .figure("checked", found.messages())
                .figure("lost", found.lost() + found.untold())
                .figure("doubled", found.doubled() + sums.doubled())
                .figure("reordered", found.reordered() + sums.reordered());
        boolean right = found.sound() && sums.doubled() == 0 && sums.reordered() == 0;
        report.verdict(
                "messages",
                right,
                "%,d sent, %,d lost, %,d doubled, %,d reordered",
                sums.sent(),
                found.lost() + found.untold(),
                found.doubled() + sums.doubled(),
                found.reordered() + sums.reordered());
        report.verdict(
                "refused",
                plan.plain() || sums.refused() == 0,
                "%,d connections%s",
                sums.refused(),
                sums.why().isEmpty() ? "" : ": " + Words.shortened(sums.why()));
        report.line("sent again", "%,d messages, by their clients", sums.sentAgain());
        report.latency("away", "away_ms", company.ledger().away());
        report.latency("due to ack", "ack_ms", company.ledger().acks());
        return report.latency("load itself late", "late_ms", company.ledger().late());
    }
}
