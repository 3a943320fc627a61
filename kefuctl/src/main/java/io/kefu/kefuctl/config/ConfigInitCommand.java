package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.server.app.QuickStart;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        description = "Writes a small configuration to start from, with a random secret of its own.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl config init", "  kefuctl config init /etc/kefu"})
final class ConfigInitCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Parameters(
            paramLabel = "DIR",
            defaultValue = "config",
            description = "Where to; must hold no YAML yet. Default: ${DEFAULT-VALUE}.")
    Path directory;

    ConfigInitCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        written().forEach(file -> session.terminal().out().println(file));
        session.terminal().err().println("Next: kefuctl serve -c " + directory);
        return ExitCode.OK.code();
    }

    private List<Path> written() {
        try {
            return QuickStart.write(directory);
        } catch (FileAlreadyExistsException e) {
            String what = directory + " holds a configuration already; nothing was changed";
            throw new CommandFailure(ExitCode.FAILED, what, "kefuctl config validate " + directory, e);
        } catch (IOException e) {
            String what = directory + " cannot be written: " + e;
            throw new CommandFailure(ExitCode.PREFLIGHT_FAILED, what, "let this user write there, or name another", e);
        }
    }
}
