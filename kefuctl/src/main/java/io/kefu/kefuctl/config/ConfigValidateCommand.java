package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = "Checks a configuration without a server, and prints all that is wrong at once, as"
                + " FILE:LINE:COL  what is wrong — what to write instead  [CODE]. Ends with 78 when"
                + " anything is.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl config validate config", "  kefuctl config validate config/routing.yaml -o json"})
final class ConfigValidateCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "DIR", description = "A YAML file or a directory of them.")
    Path path;

    ConfigValidateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ConfigCheck check = ConfigCheck.of(path);
        output.print(session.terminal(), check.json(), () -> check.report() + "\n");
        return (check.holds() ? ExitCode.OK : ExitCode.BAD_CONFIGURATION).code();
    }
}
