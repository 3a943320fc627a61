package io.kefu.kefuctl;

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
    DataOption data;

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
        JsonNode made = new AdminApi(data.directory)
                .postPatiently("/admin/v1/storage/backup", Map.of("file", whole.toString()));
        boolean json = output.format == OutputFormat.json;
        session.terminal().out().print(json ? Json.write(made) : BackupTable.of(whole, made, "verified"));
        return ExitCode.OK.code();
    }
}
