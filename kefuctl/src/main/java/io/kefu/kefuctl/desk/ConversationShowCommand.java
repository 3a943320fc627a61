package io.kefu.kefuctl.desk;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "show",
        description = "A conversation, why it went where it went, and what was said last; notes of agents are marked."
                + " It is in the audit log that you read it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl conversation show cZk3v9mQ2",
            "  kefuctl conversation show cZk3v9mQ2 --limit 200 -o json --data /var/lib/kefu"
        })
public final class ConversationShowCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "CONVERSATION", description = "Its id.")
    String conversation;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many messages, 1 to 200. Default: ${DEFAULT-VALUE}.")
    int limit;

    public ConversationShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        AdminApi api = data.api();
        String path = "/admin/v1/conversations/" + AdminApi.segment(conversation);
        JsonNode head = api.get(path);
        JsonNode messages = api.get(path + "/messages?limit=" + limit);
        if (output.structured()) {
            Map<String, Object> document = Json.document("Conversation");
            document.put("conversation", head);
            document.put("messages", messages.path("items"));
            document.put("tiers", messages.path("tiers"));
            output.print(session.terminal(), document, () -> "");
        } else {
            print(head, messages);
        }
        return ExitCode.OK.code();
    }

    private void print(JsonNode head, JsonNode messages) {
        PrintStream out = session.terminal().out();
        out.println("conversation  " + head.path("conversation_id").asString());
        out.println("channel       " + head.path("channel_id").asString());
        out.println("state         " + head.path("state").asString()
                + (head.has("queue_position")
                        ? ", place " + head.path("queue_position").asInt()
                        : ""));
        out.println("group, agent  " + head.path("group").asString("–") + ", "
                + Said.clean(head.path("agent").path("id").asString("–")));
        out.println("visitor       "
                + Said.clean(head.path("visitor").path("id").asString("") + " "
                        + head.path("visitor").path("name").asString("")));
        out.println("created       " + Moment.of(head.path("created_at").asString()) + " UTC, changed "
                + Moment.of(head.path("updated_at").asString()));
        head.path("routing")
                .forEach(each ->
                        out.println("routed        " + Moment.of(each.path("at").asString()) + " to "
                                + each.path("to").asString() + " by "
                                + each.path("rule").asString()));
        out.println();
        messages.path("items").forEach(each -> out.println(Said.line(each, session.terminal())));
        if (messages.path("partial").asBoolean(false)) {
            session.terminal().err().println("a tier does not answer: there may be more");
        }
    }
}
