package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
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
        JsonNode held = data.api().get("/admin/v1/storage/holds").path("items");
        Map<String, Object> document = Json.document("HoldList");
        document.put("items", held);
        output.print(session.terminal(), document, () -> table(held));
        return ExitCode.OK.code();
    }

    private static String table(JsonNode held) {
        StringBuilder lines = new StringBuilder();
        held.forEach(each -> lines.append(each.path("conversation_id").asString())
                .append("  ")
                .append(each.path("since").asString())
                .append("  ")
                .append(each.path("reason").asString())
                .append('\n'));
        return lines.toString();
    }
}
