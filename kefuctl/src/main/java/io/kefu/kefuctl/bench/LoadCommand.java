package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.kefuctl.load.server.OwnServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What every load takes, and the way from there to its exit code. */
abstract class LoadCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    BenchOptions bench;

    LoadCommand(Session session) {
        this.session = session;
    }

    /** On a server of its own with these people, or on the one that was named. */
    final int run(OwnServer.Plan plan, BenchRun.Scenario scenario) throws InterruptedException {
        return new BenchRun(session, bench).of(plan, scenario);
    }

    /** For a load that is not shared among processes. */
    final void inOneProcess() {
        if (bench.processes != 1) {
            throw new CommandFailure(ExitCode.USAGE, "this load runs in one process", "leave --processes out");
        }
    }
}
