package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = "Checks a configuration, shows what it changes, asks, and has the running server use it. No"
                + " connection is closed. Ends with 7 when somebody else changed the configuration meanwhile, 78"
                + " when it does not hold.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl config apply kefu-data/config",
            "  kefuctl config apply /etc/kefu --data /var/lib/kefu --yes -m 'night shift'",
            "  kefuctl config apply /etc/kefu --try 5m    goes back unless confirmed"
        })
final class ConfigApplyCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Mixin
    ApplyOptions options;

    @Parameters(paramLabel = "DIR", description = "A YAML file or a directory of them.")
    Path path;

    ConfigApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ConfigCheck.mustHold(path);
        new Application(new ConfigApi(data.changing(session.terminal())), session.terminal(), output, options)
                .run(Map.of("directory", ConfigApi.directory(path)));
        return ExitCode.OK.code();
    }
}
