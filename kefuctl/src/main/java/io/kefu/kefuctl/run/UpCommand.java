package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.LocalServer;
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
        name = "up",
        description = "The quick start: makes a small configuration when there is none, runs the server"
                + " here and prints where to go. Stop it with Ctrl-C.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl up", "  kefuctl up --data /srv/kefu --host 0.0.0.0 --port 80 --no-demo"})
final class UpCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = LocalServer.QUICK_START,
            description = "Where everything is kept. Default: ${DEFAULT-VALUE}.")
    Path data;

    @Mixin
    LogOption log;

    @Mixin
    TakeOverOptions takeOver;

    @Option(names = "--port", paramLabel = "PORT", description = "The port for everybody; 0 picks a free one.")
    Optional<Integer> port;

    @Option(names = "--admin-port", paramLabel = "PORT", description = "The port for operators; 0 picks a free one.")
    Optional<Integer> adminPort;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to bind for everybody.")
    Optional<String> host;

    @Option(names = "--no-demo", description = "Serve no demo page.")
    boolean noDemo;

    UpCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        port.ifPresent(number -> Ports.check("--port", number));
        adminPort.ifPresent(number -> Ports.check("--admin-port", number));
        ServerLauncher.Up request =
                new ServerLauncher.Up(data, port, adminPort, host, !noDemo, log.or(LogLevel.warn), takeOver.wanted());
        return session.launcher().get().up(request, session.terminal()).code();
    }
}
