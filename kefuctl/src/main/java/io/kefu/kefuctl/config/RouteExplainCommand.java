package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "explain",
        description = "Why a conversation is where it is: each decision with every rule that was tried, and what the"
                + " rules in force would decide now.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl route explain 01JD3ZK5W8", "  kefuctl route explain 01JD3ZK5W8 -o json"})
final class RouteExplainCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "CONVERSATION", description = "Its id, as the console shows it.")
    String conversation;

    RouteExplainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode explanation = data.api().get("/admin/v1/routing/conversations/" + AdminApi.segment(conversation));
        output.print(session.terminal(), explanation, () -> table(explanation));
        return ExitCode.OK.code();
    }

    private static String table(JsonNode explanation) {
        List<String> lines = new ArrayList<>();
        String agent = explanation.path("agent").asString("");
        String group = explanation.path("group").asString("");
        lines.add(explanation.path("conversation_id").asString() + "  "
                + explanation.path("state").asString()
                + (group.isEmpty() ? "" : " in " + group) + (agent.isEmpty() ? "" : " with " + agent) + ", by channel "
                + explanation.path("channel").asString());
        explanation
                .path("decisions")
                .forEach(each -> decision(lines, each.path("at").asString(), each));
        decision(lines, "by the rules in force now", explanation.path("now"));
        return String.join("\n", lines) + "\n";
    }

    private static void decision(List<String> lines, String when, JsonNode decision) {
        lines.add("");
        String rule = decision.path("rule").asString("");
        lines.add(when + "  " + (rule.isEmpty() ? "stays with its bot" : rule) + " → "
                + decision.path("to").asString());
        decision.path("why").forEach(line -> lines.add("  " + line.asString()));
    }
}
