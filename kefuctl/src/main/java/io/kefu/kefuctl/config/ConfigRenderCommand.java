package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "render",
        description = "Prints a configuration as the server understands it: defaults written out, variables"
                + " and files put in, secrets masked.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl config render config", "  KEFU_PORT=80 kefuctl config render config | less"})
final class ConfigRenderCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Parameters(paramLabel = "DIR", description = "A YAML file or a directory of them.")
    Path path;

    ConfigRenderCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.terminal().out().print(ConfigCheck.mustHold(path).render());
        return ExitCode.OK.code();
    }
}
