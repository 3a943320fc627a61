package io.kefu.kefuctl.desk;

import io.kefu.kefuctl.cli.ListCommand;
import io.kefu.kefuctl.cli.Session;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "list",
        description =
                "The agents of the configuration in force, who of them is there, and how busy. Agents are added and removed in the configuration.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl agent list", "  kefuctl agent list -o json --data /var/lib/kefu"})
public final class AgentListCommand extends ListCommand {

    public AgentListCommand(Session session) {
        super(
                session,
                "/admin/v1/agents",
                "AgentList",
                List.of("NAME", "DISPLAY NAME", "ROLE", "GROUPS", "STATUS", "LOAD", "PASSWORD"));
    }

    @Override
    protected List<String> row(JsonNode agent) {
        List<String> groups = words(agent.path("groups"));
        return List.of(
                agent.path("id").asString(),
                agent.path("name").asString(),
                agent.path("role").asString(),
                groups.isEmpty() ? "–" : String.join(",", groups),
                agent.path("status").asString(),
                agent.path("load").asInt() + "/" + agent.path("capacity").asInt(),
                agent.path("has_password").asBoolean() ? "set" : "none");
    }
}
