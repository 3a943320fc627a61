package io.kefu.kefuctl.desk;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
        name = "list",
        description =
                "The agents of the configuration in force, who of them is there, and how busy. Agents are added and removed in the configuration.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl agent list", "  kefuctl agent list -o json --data /var/lib/kefu"})
public final class AgentListCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    public AgentListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode items = data.api().get("/admin/v1/agents").path("items");
        if (output.structured()) {
            Map<String, Object> document = Json.document("AgentList");
            document.put("items", items);
            output.print(session.terminal(), document, () -> "");
        } else {
            List<List<String>> rows = new ArrayList<>();
            items.forEach(each -> rows.add(row(each)));
            Columns.of(List.of("NAME", "DISPLAY NAME", "ROLE", "GROUPS", "STATUS", "LOAD", "PASSWORD"), rows)
                    .forEach(session.terminal().out()::println);
        }
        return ExitCode.OK.code();
    }

    private static List<String> row(JsonNode agent) {
        List<String> groups = new ArrayList<>();
        agent.path("groups").forEach(group -> groups.add(group.asString()));
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
