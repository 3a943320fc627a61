package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.storage.backup.Archive;
import io.kefu.storage.backup.BackupException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description =
                "Reads a backup and compares every file with what its manifest says. Needs no server. Ends with 0, or"
                        + " with 1 when it is cut off, changed or damaged.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl backup verify /backup/kefu-2026-10-01.zip",
            "  kefuctl backup verify /backup/kefu-2026-10-01.zip -o json"
        })
final class BackupVerifyCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    Path file;

    BackupVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try {
            var manifest = Archive.verify(file).json();
            output.print(
                    session.terminal(),
                    Json.document("Backup", manifest),
                    () -> BackupTable.of(file, manifest, "whole"));
            return ExitCode.OK.code();
        } catch (BackupException e) {
            throw RestoreCommand.failure(e);
        }
    }
}
