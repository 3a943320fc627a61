package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.ServerLauncher;
import io.kefu.kefuctl.cli.Span;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a server takes the place of the one that runs. */
final class TakeOverOptions {

    @Option(
            names = "--take-over",
            description =
                    "Take the place of the server that runs on this data directory, without refusing a connection:"
                            + " who comes waits until that one has let go.")
    boolean takeOver;

    @Option(
            names = "--spread",
            paramLabel = "D",
            converter = Span.class,
            description =
                    "With --take-over: over how long its clients leave it. Default: as long as so many take to be let in.")
    Optional<Duration> spread;

    @Option(
            names = "--deadline",
            paramLabel = "D",
            converter = Span.class,
            description = "With --take-over: when it closes whoever has not left. Default: a second after the spread.")
    Optional<Duration> deadline;

    Optional<ServerLauncher.TakeOver> wanted() {
        if (!takeOver && (spread.isPresent() || deadline.isPresent())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--spread and --deadline are for --take-over",
                    "add --take-over, or leave them out");
        }
        return takeOver ? Optional.of(new ServerLauncher.TakeOver(deadline, spread)) : Optional.empty();
    }
}
