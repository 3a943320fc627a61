package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.load.scenario.Pace;
import io.kefu.kefuctl.load.scenario.Soak;
import io.kefu.kefuctl.load.server.OwnServer;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "soak",
        description = "Pairs that write at an even rate for long: latencies, losses, and whether the server's memory,"
                + " threads and open files stay what they were.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bench soak --rate 2000 --minutes 20",
            "  kefuctl bench soak --pairs 100 --rate 500 --minutes 60 --form proto --json"
        })
final class BenchSoakCommand extends LoadCommand {
    private static final int MOST_MINUTES = 1_440;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    @Mixin
    PairsOption people;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Messages a second of all together. Default: ${DEFAULT-VALUE}.")
    double rate;

    @Option(
            names = "--minutes",
            defaultValue = "20",
            paramLabel = "N",
            description = "How long. Default: ${DEFAULT-VALUE}.")
    double minutes;

    @Option(
            names = "--check",
            defaultValue = "100000",
            paramLabel = "N",
            description = "Messages to compare with what the server has, afterwards. Default: ${DEFAULT-VALUE}.")
    int check;

    BenchSoakCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InterruptedException {
        int pairs = people.checked();
        BenchRun.check("--rate", rate, 1, 10_000_000);
        BenchRun.check("--minutes", minutes, 0.05, MOST_MINUTES);
        BenchRun.check("--check", check, 0, Integer.MAX_VALUE);
        Pace pace = new Pace(0, rate, WARM_UP, Duration.ofMillis((long) (minutes * 60_000)), check);
        return run(new OwnServer.Plan(pairs, pairs), setting -> new Soak(setting, pairs, pace).run());
    }
}
