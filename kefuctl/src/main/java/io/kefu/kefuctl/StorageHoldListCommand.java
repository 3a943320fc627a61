package io.kefu.kefuctl;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
        name = "list",
        description = "The conversations that are held, since when, and why.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl storage hold list", "  kefuctl storage hold list -o json"})
final class StorageHoldListCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    StorageHoldListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode held =
                new AdminApi(data.directory).get("/admin/v1/storage/holds").path("items");
        if (output.format == OutputFormat.json) {
            Map<String, Object> document = Json.document("HoldList");
            document.put("items", held);
            session.terminal().out().print(Json.write(document));
        } else {
            held.forEach(each -> session.terminal()
                    .out()
                    .println(each.path("conversation_id").asString() + "  "
                            + each.path("since").asString() + "  "
                            + each.path("reason").asString()));
        }
        return ExitCode.OK.code();
    }
}
