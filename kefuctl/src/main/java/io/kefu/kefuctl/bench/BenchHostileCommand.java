package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.load.Hostility;
import io.kefu.kefuctl.load.scenario.Hostile;
import io.kefu.kefuctl.load.server.OwnServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "hostile",
        description = "Peers that mean no good: slow readers, half-open ones, slow handshakes, floods of pings and of"
                + " one-byte fragments, deflate bombs. What each kind costs the server in memory, and what others notice."
                + " On a server of its own.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bench hostile --peers 200",
            "  kefuctl bench hostile --kinds slowloris,deflate-bomb --seconds 12 --json"
        })
final class BenchHostileCommand extends LoadCommand {
    private static final int MOST_PEERS = 5_000;
    private static final int MOST_SECONDS = 600;

    @Option(
            names = "--peers",
            defaultValue = "100",
            paramLabel = "N",
            description = "How many of each kind. Default: ${DEFAULT-VALUE}.")
    int peers;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            paramLabel = "N",
            description =
                    "How long each kind is there; the server ends some after 10 to 13 s. Default: ${DEFAULT-VALUE}.")
    int seconds;

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "slow-reader,half-open,slowloris,ping-flood,one-byte-fragments,deflate-bomb",
            paramLabel = "KIND",
            description = "Which, with commas between them. Default: all.")
    List<String> kinds;

    BenchHostileCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InterruptedException {
        inOneProcess();
        BenchRun.check("--peers", peers, 1, MOST_PEERS);
        BenchRun.check("--seconds", seconds, 1, MOST_SECONDS);
        if (bench.url.isPresent() || bench.data.isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "peers that mean no good are let loose on a server of their own alone",
                    "leave --url and --data out");
        }
        List<Hostility> chosen = new ArrayList<>();
        for (String kind : kinds) {
            chosen.add(Arrays.stream(Hostility.values())
                    .filter(each -> each.word().equals(kind))
                    .findFirst()
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.USAGE, "there is no kind " + kind, "kefuctl bench hostile --help names them")));
        }
        Hostile.Plan plan = new Hostile.Plan(peers, Duration.ofSeconds(seconds), chosen);
        return run(OwnServer.Plan.bounded(peers + 1, 1), setting -> new Hostile(setting, plan).run());
    }
}
