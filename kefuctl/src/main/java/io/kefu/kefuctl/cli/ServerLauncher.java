package io.kefu.kefuctl.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Runs a server in this process. */
public interface ServerLauncher {

    /**
     * Runs until the server is stopped.
     *
     * @return {@link ExitCode#OK} after a drain
     * @throws CommandFailure with {@link ExitCode#PREFLIGHT_FAILED} or {@link ExitCode#BAD_CONFIGURATION} when it
     *     cannot start
     */
    ExitCode serve(Serve request, Terminal terminal);

    /** The quick start: as {@link #serve}, with a configuration made when there is none and the addresses printed. */
    ExitCode up(Up request, Terminal terminal);

    /**
     * What {@code kefuctl serve} was asked for.
     *
     * @param config a YAML file, or a directory of them
     * @param data the data directory; the configuration's when empty
     * @param log how much it logs
     * @param takeOver how the place of the server that runs is taken; empty for a plain start
     */
    record Serve(Path config, Optional<Path> data, LogLevel log, Optional<TakeOver> takeOver) {}

    /**
     * How the place of a server is taken; what is empty that server decides.
     *
     * @param deadline when it closes whoever has not left it
     * @param spread over how long its clients leave it
     */
    record TakeOver(Optional<Duration> deadline, Optional<Duration> spread) {}

    /**
     * What {@code kefuctl up} was asked for; what is empty the configuration decides.
     *
     * @param data holds {@code config/} and everything else
     * @param port of the public listener; 0 for a free one
     * @param adminPort of the admin listener; 0 for a free one
     * @param host that the public listener binds; 127.0.0.1 when empty
     * @param demo whether the demo page, with its button that kills the server, is served
     * @param log how much it logs
     * @param takeOver how the place of the server that runs is taken; empty for a plain start
     */
    record Up(
            Path data,
            Optional<Integer> port,
            Optional<Integer> adminPort,
            Optional<String> host,
            boolean demo,
            LogLevel log,
            Optional<TakeOver> takeOver) {}
}
