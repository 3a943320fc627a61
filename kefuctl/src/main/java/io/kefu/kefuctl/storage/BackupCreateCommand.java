package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.LocalDataOption;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "create",
        description =
                "Has the running server write one archive of its journal, tiers, accounts, files and configuration,"
                        + " readable by its own user alone, and reads it again. Samples are not in it, nor what tiers hold in"
                        + " database servers or files in a bucket. FILE.erased beside it names who was erased so far.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl backup create /backup/kefu-2026-10-01.zip",
            "  kefuctl backup create /backup/kefu.zip --data /var/lib/kefu"
        })
final class BackupCreateCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    LocalDataOption data;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "FILE", description = "A new file, outside the data directory.")
    Path file;

    BackupCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Path whole = file.toAbsolutePath().normalize();
        JsonNode made = new AdminApi(data.directory())
                .postPatiently("/admin/v1/storage/backup", Map.of("file", whole.toString()));
        output.print(session.terminal(), Json.document("Backup", made), () -> BackupTable.of(whole, made, "verified"));
        return ExitCode.OK.code();
    }
}
