package io.kefu.kefuctl.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How much the server logs. */
public final class LogOption {

    @Option(
            names = "--log",
            paramLabel = "LEVEL",
            description = "What to log on standard error: ${COMPLETION-CANDIDATES}. Also KEFU_LOG.")
    Optional<LogLevel> level;

    /** What was typed, else what the environment says, else what is usual for the command. */
    public LogLevel or(LogLevel usual) {
        return level.or(() -> LogLevel.ofEnvironment(System.getenv("KEFU_LOG"))).orElse(usual);
    }
}
