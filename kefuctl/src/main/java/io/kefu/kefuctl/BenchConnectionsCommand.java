package io.kefu.kefuctl;

import io.kefu.kefuctl.load.scenario.Connections;
import io.kefu.kefuctl.load.server.OwnServer;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "connections",
        description = "Visitors who are signed in, answer heartbeats and say nothing: the memory that each costs the"
                + " server, its processor time, and whether any is lost.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bench connections --connections 18000 --hold 60 --pin",
            "  kefuctl bench connections --data ./kefu-data --connections 50 --ramp 1"
        })
final class BenchConnectionsCommand implements Callable<Integer> {
    private static final int MOST = 1_000_000;

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    BenchOptions bench;

    @Option(
            names = "--connections",
            defaultValue = "2000",
            paramLabel = "N",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    int connections;

    @Option(
            names = "--ramp",
            defaultValue = "1000",
            paramLabel = "N",
            description = "New ones a second. Default: ${DEFAULT-VALUE}.")
    int ramp;

    @Option(
            names = "--hold",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "How long they stay. Default: ${DEFAULT-VALUE}.")
    int hold;

    BenchConnectionsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        BenchRun.check("--connections", connections, 10, MOST);
        BenchRun.check("--ramp", ramp, 1, MOST);
        BenchRun.check("--hold", hold, 0, 86_400);
        Connections.Plan plan = new Connections.Plan(connections, ramp, Duration.ofSeconds(hold));
        return new BenchRun(session, bench)
                .of(new OwnServer.Plan(connections, 0), setting -> new Connections(setting, plan).run());
    }
}
