package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.Span;
import io.kefu.kefuctl.cli.StandardOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "drain",
        description =
                "Has the clients of a running server leave, each at a moment of its own, and waits until all have;"
                        + " whoever is still there at the deadline is closed. The server is not ready meanwhile, lets nobody in and"
                        + " runs on, until kefuctl undrain or its end.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl drain", "  kefuctl drain --deadline 2m --spread 90s --data /var/lib/kefu"})
final class DrainCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Option(
            names = "--deadline",
            paramLabel = "D",
            converter = Span.class,
            description = "When the rest is closed, such as 30s; up to 1h. Default: the configuration's drain.")
    Optional<Duration> deadline;

    @Option(
            names = "--spread",
            paramLabel = "D",
            converter = Span.class,
            description =
                    "Over how long they leave, at most four fifths of the deadline. Default: as long as as many take"
                            + " to be let in again, 2s or more.")
    Optional<Duration> spread;

    DrainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> bounds = new LinkedHashMap<>();
        deadline.ifPresent(given -> bounds.put("deadline_ms", given.toMillis()));
        spread.ifPresent(given -> bounds.put("spread_ms", given.toMillis()));
        JsonNode end = new DrainWatch(
                        data.changing(session.terminal()), session.terminal().err())
                .run(bounds);
        if (output.structured()) {
            Map<String, Object> document = Json.document("Drain");
            document.put("connections_asked", end.path("connections_asked").asLong());
            document.put("connections_left", end.path("connections_left").asLong());
            output.print(session.terminal(), document, () -> "");
        }
        return (end.path("connections_left").asLong() == 0 ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
