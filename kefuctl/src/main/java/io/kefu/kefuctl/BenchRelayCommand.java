package io.kefu.kefuctl;

import io.kefu.kefuctl.load.scenario.Pace;
import io.kefu.kefuctl.load.scenario.Relay;
import io.kefu.kefuctl.load.server.OwnServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "relay",
        description = "Visitors and agents write to each other in turns. A message counts once it is acknowledged, and"
                + " so on disk, and delivered to the other side. Afterwards what was acknowledged is compared with what the"
                + " server has.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bench relay --pairs 64 --in-flight 16 --pin",
            "  kefuctl bench relay --rate 2000 --seconds 60 --form proto --json"
        })
final class BenchRelayCommand implements Callable<Integer> {
    private static final int MOST_PAIRS = 5_000;

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    BenchOptions bench;

    @Mixin
    PaceOptions pace;

    @Option(
            names = "--pairs",
            defaultValue = "64",
            paramLabel = "N",
            description = "Conversations, each of a visitor and an agent. Default: ${DEFAULT-VALUE}.")
    int pairs;

    BenchRelayCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        BenchRun.check("--pairs", pairs, 1, MOST_PAIRS);
        Pace chosen = pace.pace();
        return new BenchRun(session, bench)
                .of(new OwnServer.Plan(pairs, pairs), setting -> new Relay(setting, pairs, chosen).run());
    }
}
