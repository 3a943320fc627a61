package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.LogLevel;
import io.kefu.kefuctl.cli.LogOption;
import io.kefu.kefuctl.cli.ServerLauncher;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "Runs the server in the foreground, for systemd and containers. SIGTERM drains it and"
                + " ends with 0.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl serve -c /etc/kefu",
            "  kefuctl serve -c config --data /var/lib/kefu",
            "  kefuctl serve -c /etc/kefu --take-over    a restart that refuses nobody"
        })
final class ServeCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    LogOption log;

    @Mixin
    TakeOverOptions takeOver;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "DIR",
            required = true,
            description = "The configuration: a YAML file or a directory of them.")
    Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory, in place of Server.dataDir.")
    Optional<Path> data;

    ServeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ServerLauncher.Serve request = new ServerLauncher.Serve(config, data, log.or(LogLevel.info), takeOver.wanted());
        return session.launcher().get().serve(request, session.terminal()).code();
    }
}
