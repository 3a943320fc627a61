package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
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
        name = "drift",
        description =
                "Whether a directory says what is in force. Ends with 0 when it does, with 3 and what differs when"
                        + " it does not, 78 when it does not hold.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl config drift /etc/kefu",
            "  kefuctl config drift . --data /var/lib/kefu || mail -s drift ops"
        })
final class ConfigDriftCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "DIR", description = "A YAML file or a directory of them.")
    Path path;

    ConfigDriftCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ConfigCheck.mustHold(path);
        JsonNode plan = new ConfigApi(data.api()).plan(Map.of("directory", ConfigApi.directory(path)));
        boolean drifted = !plan.path("changes").isEmpty();
        output.print(
                session.terminal(),
                document(plan, drifted),
                () -> drifted
                        ? PlanTable.plan(plan, session.terminal(), output.wide())
                        : path + " says what is in force: revision "
                                + plan.path("revision").asString() + "\n");
        return (drifted ? ExitCode.DRIFT : ExitCode.OK).code();
    }

    private static Map<String, Object> document(JsonNode plan, boolean drifted) {
        Map<String, Object> document = Json.document("ConfigDrift");
        document.put("drifted", drifted);
        document.put("in_force", plan.path("base"));
        document.put("revision", plan.path("revision"));
        document.put("changes", plan.path("changes"));
        return document;
    }
}
