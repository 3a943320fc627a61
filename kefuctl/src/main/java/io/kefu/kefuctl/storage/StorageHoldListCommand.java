package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.ListCommand;
import io.kefu.kefuctl.cli.Session;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "list",
        description = "The conversations that are held, since when, and why.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl storage hold list", "  kefuctl storage hold list -o json"})
final class StorageHoldListCommand extends ListCommand {

    StorageHoldListCommand(Session session) {
        super(session, "/admin/v1/storage/holds", "HoldList", List.of("CONVERSATION", "SINCE", "REASON"));
    }

    @Override
    protected List<String> row(JsonNode held) {
        return List.of(
                held.path("conversation_id").asString(),
                held.path("since").asString(),
                held.path("reason").asString());
    }
}
