package io.kefu.kefuctl;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        description = "One screen about a running server: what is wrong, conversations, agents, figures,"
                + " tiers. Ends with 0 when healthy, 4 degraded, 5 unhealthy, 69 unreachable.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl status", "  kefuctl status --data /var/lib/kefu -o json"})
final class StatusCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode status = new AdminApi(data.directory).get("/admin/v1/status");
        boolean json = output.format == OutputFormat.json;
        session.terminal().out().print(json ? Json.write(status) : StatusTable.of(status, session.terminal()));
        return exit(status.path("health").asString("")).code();
    }

    private static ExitCode exit(String health) {
        return switch (health) {
            case "healthy" -> ExitCode.OK;
            case "degraded" -> ExitCode.DEGRADED;
            default -> ExitCode.UNHEALTHY;
        };
    }
}
