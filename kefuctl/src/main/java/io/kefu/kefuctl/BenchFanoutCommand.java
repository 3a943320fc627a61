package io.kefu.kefuctl;

import io.kefu.kefuctl.load.scenario.Fanout;
import io.kefu.kefuctl.load.scenario.Pace;
import io.kefu.kefuctl.load.server.OwnServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "fanout",
        description = "One visitor of each group writes, and every connection of the group's agent is told. A message"
                + " counts once it is acknowledged and delivered to all of them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl bench fanout --listeners 5000 --in-flight 4 --pin",
            "  kefuctl bench fanout --groups 200 --listeners 50 --in-flight 1"
        })
final class BenchFanoutCommand implements Callable<Integer> {
    private static final int MOST_GROUPS = 5_000;
    private static final int MOST_LISTENERS = 1_000_000;

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    BenchOptions bench;

    @Mixin
    PaceOptions pace;

    @Option(
            names = "--groups",
            defaultValue = "1",
            paramLabel = "N",
            description = "How many groups. Default: ${DEFAULT-VALUE}.")
    int groups;

    @Option(
            names = "--listeners",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Connections of each group. Default: ${DEFAULT-VALUE}.")
    int listeners;

    BenchFanoutCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        BenchRun.check("--groups", groups, 1, MOST_GROUPS);
        BenchRun.check("--listeners", listeners, 1, MOST_LISTENERS);
        Pace chosen = pace.pace();
        return new BenchRun(session, bench)
                .of(
                        new OwnServer.Plan(groups, groups),
                        setting -> new Fanout(setting, groups, listeners, chosen).run());
    }
}
