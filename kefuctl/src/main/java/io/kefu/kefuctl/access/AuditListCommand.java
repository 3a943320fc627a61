package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.AdminApi;
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
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "list",
        description = "The latest changes, the newest last. A change that has no outcome was under way when"
                + " the server was killed, or is so now.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl audit list --action config.apply",
            "  kefuctl audit list --who lily --limit 200 -o json --data /var/lib/kefu"
        })
public final class AuditListCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Option(
            names = "--action",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only actions that begin so: config, config.apply, token …")
    String action;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only those of this agent, token or operator.")
    String who;

    @Option(names = "--after", paramLabel = "SEQ", defaultValue = "0", description = "Only entries behind this one.")
    long after;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many entries, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    int limit;

    public AuditListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode items = data.api()
                .get("/admin/v1/audit?action=" + AdminApi.segment(action) + "&who=" + AdminApi.segment(who) + "&after="
                        + after + "&limit=" + limit)
                .path("items");
        if (output.structured()) {
            Map<String, Object> document = Json.document("AuditEntryList");
            document.put("items", items);
            output.print(session.terminal(), document, () -> "");
        } else {
            AuditTable.of(items).forEach(session.terminal().out()::println);
        }
        return ExitCode.OK.code();
    }
}
