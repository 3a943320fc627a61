package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.kefuctl.load.report.Report;
import io.kefu.kefuctl.load.scenario.Setting;
import io.kefu.kefuctl.load.server.OwnServer;
import io.kefu.kefuctl.load.server.Target;
import java.io.IOException;

/** One load from its options to its exit code. */
final class BenchRun {
    private static final int MOST_PROCESSES = 64;

    private final Session session;
    private final BenchOptions options;

    BenchRun(Session session, BenchOptions options) {
        this.session = session;
        this.options = options;
    }

    /** What is done to the server. */
    interface Scenario {
        Report run(Setting setting) throws IOException, InterruptedException;
    }

    /** 0 when nothing was lost, doubled or out of order and everyone came in, else 1. */
    int of(OwnServer.Plan plan, Scenario scenario) throws InterruptedException {
        check("--processes", options.processes, 1, MOST_PROCESSES);
        Terminal terminal = session.terminal();
        try (Target target = new BenchTarget(options, terminal).open(plan)) {
            Setting setting = new Setting(
                    target,
                    options.codec(),
                    options.processes,
                    line -> terminal.err().println(line));
            Report report = scenario.run(setting);
            terminal.out().print(report.text());
            if (options.json) {
                terminal.out().println(report.json());
            }
            return (report.sound() ? ExitCode.OK : ExitCode.FAILED).code();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "the load broke off: " + e.getMessage(),
                    "look at the server's limits (docs/bench.md) and its log",
                    e);
        }
    }

    /** Bounds on numbers that a load could be lost in. */
    static void check(String option, double value, double least, double most) {
        if (value < least || value > most) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "%s must be from %,.0f to %,.0f".formatted(option, least, most),
                    "give another number");
        }
    }
}
