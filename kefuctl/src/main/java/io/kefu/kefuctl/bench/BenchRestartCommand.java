package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.load.scenario.Restart;
import io.kefu.kefuctl.load.server.OwnServer;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "restart",
        description =
                "A server of its own is restarted while visitors and agents talk: by handover to a successor, or by"
                        + " stop and start. Tells how long clients were away, who was refused, and whether the journal has every"
                        + " message once and in order.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bench restart --clients 5000 --rate 2000",
            "  kefuctl bench restart --clients 200 --rate 500 --plain --json"
        })
final class BenchRestartCommand extends LoadCommand {
    private static final int MOST = 10_000;

    @Option(
            names = "--clients",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Connections, half of them visitors'. Default: ${DEFAULT-VALUE}.")
    int clients;

    @Option(
            names = "--rate",
            defaultValue = "500",
            paramLabel = "N",
            description = "Messages a second of all together, whatever the server does. Default: ${DEFAULT-VALUE}.")
    double rate;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "How long they talk before the restart, and after it. Default: ${DEFAULT-VALUE}.")
    int seconds;

    @Option(names = "--plain", description = "Stop the server and start it again.")
    boolean plain;

    BenchRestartCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InterruptedException {
        inOneProcess();
        BenchRun.check("--clients", clients, 2, MOST);
        BenchRun.check("--rate", rate, 1, 1_000_000);
        BenchRun.check("--seconds", seconds, 1, 3_600);
        Restart.Plan plan = new Restart.Plan(clients, rate, Duration.ofSeconds(seconds), plain);
        return run(new OwnServer.Plan(clients / 2, clients / 2), setting -> new Restart(setting, plan).run());
    }
}
