package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.load.scenario.Connections;
import io.kefu.kefuctl.load.server.OwnServer;
import java.time.Duration;
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
final class BenchConnectionsCommand extends LoadCommand {
    private static final int MOST = 1_000_000;

    @Option(
            names = "--connections",
            defaultValue = "2000",
            paramLabel = "N",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    int connections;

    @Mixin
    RampOption arrival;

    @Option(
            names = "--hold",
            defaultValue = "30",
            paramLabel = "SECONDS",
            description = "How long they stay. Default: ${DEFAULT-VALUE}.")
    int hold;

    BenchConnectionsCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InterruptedException {
        BenchRun.check("--connections", connections, 10, MOST);
        BenchRun.check("--hold", hold, 0, 86_400);
        Connections.Plan plan = new Connections.Plan(connections, arrival.checked(), Duration.ofSeconds(hold));
        return run(new OwnServer.Plan(connections, 0), setting -> new Connections(setting, plan).run());
    }
}
