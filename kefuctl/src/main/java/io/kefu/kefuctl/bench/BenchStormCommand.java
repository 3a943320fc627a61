package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.load.scenario.Storm;
import io.kefu.kefuctl.load.server.OwnServer;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "storm",
        description = "All clients leave and come back at once, as after a network that failed: the time from then to"
                + " each welcome, and to all.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bench storm --clients 15000 --pin",
            "  kefuctl bench storm --clients 500 --processes 2 --json"
        })
final class BenchStormCommand extends LoadCommand {
    private static final int MOST = 1_000_000;

    @Option(
            names = "--clients",
            defaultValue = "2000",
            paramLabel = "N",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    int clients;

    @Mixin
    RampOption arrival;

    @Option(
            names = "--most",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "When to give up on those who are not back. Default: ${DEFAULT-VALUE}.")
    int most;

    BenchStormCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InterruptedException {
        BenchRun.check("--clients", clients, 1, MOST);
        BenchRun.check("--most", most, 1, 3_600);
        Storm.Plan plan = new Storm.Plan(clients, arrival.checked(), Duration.ofSeconds(most));
        return run(new OwnServer.Plan(clients, 0), setting -> new Storm(setting, plan).run());
    }
}
