package io.kefu.kefuctl.desk;

import io.kefu.kefuctl.cli.AdminApi;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "list",
        description = "Conversations, the last changed first; not what was said in them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl conversation list --state queued",
            "  kefuctl conversation list --agent lily --limit 10 -o json --data /var/lib/kefu"
        })
public final class ConversationListCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Option(names = "--state", paramLabel = "STATE", description = "bot, queued, assigned or closed.")
    Optional<String> state;

    @Option(names = "--channel", paramLabel = "NAME", description = "Only of this channel.")
    Optional<String> channel;

    @Option(names = "--group", paramLabel = "NAME", description = "Only of this group.")
    Optional<String> group;

    @Option(names = "--agent", paramLabel = "NAME", description = "Only what this agent has.")
    Optional<String> agent;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, 1 to 200. Default: ${DEFAULT-VALUE}.")
    int limit;

    public ConversationListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        StringBuilder query = new StringBuilder("/admin/v1/conversations?limit=" + limit);
        add(query, "state", state);
        add(query, "channel", channel);
        add(query, "group", group);
        add(query, "agent", agent);
        JsonNode page = data.api().get(query.toString());
        if (output.structured()) {
            Map<String, Object> document = Json.document("ConversationList");
            page.properties().forEach(field -> document.put(field.getKey(), field.getValue()));
            output.print(session.terminal(), document, () -> "");
        } else {
            print(page);
        }
        return ExitCode.OK.code();
    }

    private static void add(StringBuilder query, String name, Optional<String> value) {
        value.ifPresent(given -> query.append('&').append(name).append('=').append(AdminApi.segment(given)));
    }

    private void print(JsonNode page) {
        List<List<String>> rows = new ArrayList<>();
        page.path("items").forEach(each -> rows.add(row(each)));
        Columns.of(List.of("CONVERSATION", "CHANNEL", "STATE", "GROUP", "AGENT", "MESSAGES", "CHANGED"), rows)
                .forEach(session.terminal().out()::println);
        long more = page.path("total").asLong() - rows.size();
        if (more > 0) {
            session.terminal().err().println(more + " more: narrow it, or say --limit");
        }
        if (page.path("partial").asBoolean(false)) {
            session.terminal().err().println("a tier does not answer: closed ones are missing");
        }
    }

    private static List<String> row(JsonNode conversation) {
        return List.of(
                conversation.path("conversation_id").asString(),
                conversation.path("channel_id").asString(),
                conversation.path("state").asString(),
                conversation.path("group").asString("–"),
                conversation.path("agent").path("id").asString("–"),
                conversation.path("last_seq").asString(),
                Moment.of(conversation.path("updated_at").asString()));
    }
}
