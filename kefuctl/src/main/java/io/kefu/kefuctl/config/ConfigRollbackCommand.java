package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollback",
        description = "Has the running server use a revision of before, with the very secrets and pages that it had."
                + " It stays in force, over restarts too, until a configuration is applied or the served directory"
                + " changes; until then status shows the drift.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl config rollback previous", "  kefuctl config rollback 3f2a9c1d --yes -m 'queue grew'"})
final class ConfigRollbackCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Mixin
    ApplyOptions options;

    @Parameters(
            paramLabel = "REV",
            description = "The first digits of a revision that kefuctl config history shows or of its commit, or"
                    + " previous.")
    String revision;

    ConfigRollbackCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        new Application(new ConfigApi(data.changing(session.terminal())), session.terminal(), output, options)
                .run(Map.of("rollback", revision));
        return ExitCode.OK.code();
    }
}
