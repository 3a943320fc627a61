package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.load.scenario.Fanout;
import io.kefu.kefuctl.load.scenario.Pace;
import io.kefu.kefuctl.load.server.OwnServer;
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
final class BenchFanoutCommand extends LoadCommand {
    private static final int MOST_GROUPS = 5_000;
    private static final int MOST_LISTENERS = 1_000_000;

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
        super(session);
    }

    @Override
    public Integer call() throws InterruptedException {
        BenchRun.check("--groups", groups, 1, MOST_GROUPS);
        BenchRun.check("--listeners", listeners, 1, MOST_LISTENERS);
        Pace chosen = pace.pace();
        return run(new OwnServer.Plan(groups, groups), setting -> new Fanout(setting, groups, listeners, chosen).run());
    }
}
