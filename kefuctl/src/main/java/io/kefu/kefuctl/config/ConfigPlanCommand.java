package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "plan",
        description = "Shows what applying a configuration would do: each document and field that differs, what"
                + " waits for a restart and why, and which open conversations other rules would send elsewhere."
                + " Changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl config plan kefu-data/config",
            "  kefuctl config plan /etc/kefu --data /var/lib/kefu -o json"
        })
final class ConfigPlanCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "DIR", description = "A YAML file or a directory of them.")
    Path path;

    ConfigPlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ConfigCheck.mustHold(path);
        JsonNode plan = new ConfigApi(data.api()).plan(Map.of("directory", ConfigApi.directory(path)));
        output.print(session.terminal(), plan, () -> PlanTable.plan(plan, session.terminal(), output.wide()));
        return ExitCode.OK.code();
    }
}
