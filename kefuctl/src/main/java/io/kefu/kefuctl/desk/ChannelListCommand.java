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
        description = "The channels of the configuration in force.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl channel list", "  kefuctl channel list -o json --data /var/lib/kefu"})
public final class ChannelListCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    public ChannelListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode items = data.api().get("/admin/v1/channels").path("items");
        if (output.structured()) {
            Map<String, Object> document = Json.document("ChannelList");
            document.put("items", items);
            output.print(session.terminal(), document, () -> "");
        } else {
            List<List<String>> rows = new ArrayList<>();
            items.forEach(each -> rows.add(row(each)));
            Columns.of(List.of("NAME", "TYPE", "ROUTE", "OPEN", "IDENTITIES", "ORIGINS"), rows)
                    .forEach(session.terminal().out()::println);
        }
        return ExitCode.OK.code();
    }

    private static List<String> row(JsonNode channel) {
        List<String> origins = new ArrayList<>();
        channel.path("allowed_origins").forEach(origin -> origins.add(origin.asString()));
        return List.of(
                channel.path("name").asString(),
                channel.path("type").asString(),
                channel.path("route").asString(),
                channel.path("open_conversations").asString(),
                channel.path("signed_identities").asBoolean() ? "signed" : "anonymous",
                origins.isEmpty() ? "its own pages" : String.join(",", origins));
    }
}
