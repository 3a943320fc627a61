package io.kefu.kefuctl.bench;

import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.load.scenario.Pace;
import io.kefu.kefuctl.load.scenario.Relay;
import io.kefu.kefuctl.load.server.OwnServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
final class BenchRelayCommand extends LoadCommand {

    @Mixin
    PaceOptions pace;

    @Mixin
    PairsOption people;

    BenchRelayCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InterruptedException {
        int pairs = people.checked();
        Pace chosen = pace.pace();
        return run(new OwnServer.Plan(pairs, pairs), setting -> new Relay(setting, pairs, chosen).run());
    }
}
