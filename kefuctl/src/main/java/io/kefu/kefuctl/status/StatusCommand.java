package io.kefu.kefuctl.status;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.Span;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.kefuctl.cli.Terminal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "status",
        description = "One screen about a running server: what is wrong first, then configuration, conversations,"
                + " agents, figures, tiers. Ends with 0 when healthy, 4 degraded, 5 unhealthy, 69 unreachable.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl status",
            "  kefuctl status --watch",
            "  kefuctl status --wait healthy --timeout 2m --data /var/lib/kefu -o json"
        })
final class StatusCommand implements Callable<Integer> {

    /** What a server may take to close its stores and the next one to open them, on a machine with other work. */
    private static final Duration HANDOVER = Duration.ofSeconds(15);

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Option(names = "--watch", description = "Look again and again, until Ctrl-C.")
    boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "D",
            defaultValue = "2s",
            converter = Span.class,
            description = "With --watch: how often. Default: ${DEFAULT-VALUE}.")
    Duration interval;

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "With --watch: end after so many looks, with the last one's exit code.")
    Optional<Integer> times;

    @Option(
            names = "--wait",
            paramLabel = "HEALTH",
            description =
                    "Wait until it is so: ${COMPLETION-CANDIDATES} (or better). A server that does not answer yet is"
                            + " waited for.")
    Optional<Health> wanted;

    @Option(
            names = "--timeout",
            paramLabel = "D",
            defaultValue = "60s",
            converter = Span.class,
            description = "With --wait: how long at most; it then ends with what is. Default: ${DEFAULT-VALUE}.")
    Duration timeout;

    StatusCommand(Session session) {
        this.session = session;
    }

    /** One look. */
    StatusCommand(Session session, DataOption data, OutputOption output) {
        this(session);
        this.data = data;
        this.output = output;
        this.wanted = Optional.empty();
    }

    @Override
    public Integer call() throws InterruptedException {
        if (watch && wanted.isPresent()) {
            throw new CommandFailure(ExitCode.USAGE, "--watch and --wait exclude each other", "leave one of them out");
        }
        if (watch) {
            return new Watch(this::look, session.terminal(), interval, times.orElse(Integer.MAX_VALUE))
                    .run()
                    .code();
        }
        JsonNode now = wanted.isPresent()
                ? new Wait(this::status, wanted.get(), timeout).run()
                : new Handover(data.local(), HANDOVER).waitedOut(this::status);
        return show(now).code();
    }

    /** Asks and prints. */
    private ExitCode look() {
        return show(status());
    }

    private JsonNode status() {
        return data.api().get("/admin/v1/status");
    }

    private ExitCode show(JsonNode status) {
        Terminal terminal = session.terminal();
        output.print(terminal, status, () -> StatusTable.of(status, terminal, output.wide()));
        return Health.of(status).exit();
    }
}
