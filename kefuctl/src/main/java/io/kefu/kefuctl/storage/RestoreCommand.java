package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.LocalDataOption;
import io.kefu.kefuctl.cli.LogLevel;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.kefuctl.run.ServerLog;
import io.kefu.storage.backup.BackupException;
import io.kefu.storage.backup.ErasedAgain;
import io.kefu.storage.backup.Manifest;
import io.kefu.storage.backup.Restore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description =
                "Brings a backup into a data directory that is missing or empty, with no server running on it, and"
                        + " compares every file and every day's messages with the manifest. Ends with 0; with 6 when the directory"
                        + " does not allow it, with 1 when the backup is not whole. Either way nothing is left half done.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl restore /backup/kefu-2026-10-01.zip --data /var/lib/kefu --erased /var/lib/kefu.old",
            "  kefuctl restore /backup/kefu-2026-10-01.zip --erased /backup/kefu-2026-10-09.zip.erased",
            "  kefuctl restore /backup/kefu-2026-10-01.zip --erased none"
        })
final class RestoreCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    LocalDataOption data;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    Path file;

    @Option(
            names = "--erased",
            paramLabel = "PATH",
            required = true,
            description =
                    "The data directory of before, or the list of erasures beside the latest backup: whoever was"
                            + " erased since the backup is erased again when the server is started. `none` brings back whoever was.")
    String erased;

    RestoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ServerLog.open(session.terminal().err(), LogLevel.warn);
        try {
            Consumer<Path> last = erased.equals("none") ? _ -> {} : ErasedAgain.of(Path.of(erased));
            Manifest manifest = new Restore(file, data.directory(), last).run();
            session.terminal().out().print(BackupTable.of(file, manifest.json(), "restored into " + data.directory()));
            return ExitCode.OK.code();
        } catch (BackupException e) {
            throw failure(e);
        }
    }

    static CommandFailure failure(BackupException e) {
        ExitCode exit = e.kind() == BackupException.Kind.PLACE ? ExitCode.PREFLIGHT_FAILED : ExitCode.FAILED;
        return new CommandFailure(exit, e.getMessage(), "", e);
    }
}
