package io.kefu.kefuctl.desk;

import io.kefu.kefuctl.cli.ListCommand;
import io.kefu.kefuctl.cli.Session;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "list",
        description = "The channels of the configuration in force.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl channel list", "  kefuctl channel list -o json --data /var/lib/kefu"})
public final class ChannelListCommand extends ListCommand {

    public ChannelListCommand(Session session) {
        super(
                session,
                "/admin/v1/channels",
                "ChannelList",
                List.of("NAME", "TYPE", "ROUTE", "OPEN", "IDENTITIES", "ORIGINS"));
    }

    @Override
    protected List<String> row(JsonNode channel) {
        List<String> origins = words(channel.path("allowed_origins"));
        return List.of(
                channel.path("name").asString(),
                channel.path("type").asString(),
                channel.path("route").asString(),
                channel.path("open_conversations").asString(),
                channel.path("signed_identities").asBoolean() ? "signed" : "anonymous",
                origins.isEmpty() ? "its own pages" : String.join(",", origins));
    }
}
