package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        description =
                "Each tier: engine, messages, bytes, oldest and newest day, lag, faults; what is ageing, and the"
                        + " days that disagree. Ends with 0, or with 4 when a tier does not answer, days disagree or erasures wait.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl storage status", "  kefuctl storage status --data /var/lib/kefu -o json"})
final class StorageStatusCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    StorageStatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode report = data.api().get("/admin/v1/storage");
        output.print(session.terminal(), Json.document("StorageStatus", report), () -> StorageTable.of(report));
        return (isSound(report) ? ExitCode.OK : ExitCode.DEGRADED).code();
    }

    private static boolean isSound(JsonNode report) {
        for (JsonNode tier : report.path("tiers")) {
            if (!tier.path("available").asBoolean(false)) {
                return false;
            }
        }
        return report.path("files").path("available").asBoolean(true)
                && report.path("erasures").path("waits").isEmpty()
                && report.path("disagreeing").isEmpty();
    }
}
