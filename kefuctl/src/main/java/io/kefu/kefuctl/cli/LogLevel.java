package io.kefu.kefuctl.cli;

import java.util.Optional;
import java.util.logging.Level;

/** How much a server says of itself. */
public enum LogLevel {
    error,
    warn,
    info,
    debug;

    /** That of Java's own logging. */
    public Level level() {
        return switch (this) {
            case error -> Level.SEVERE;
            case warn -> Level.WARNING;
            case info -> Level.INFO;
            case debug -> Level.FINE;
        };
    }

    /** That of the environment's {@code KEFU_LOG}; empty when it is not set. */
    public static Optional<LogLevel> ofEnvironment(String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        for (LogLevel level : values()) {
            if (level.name().equalsIgnoreCase(value.strip())) {
                return Optional.of(level);
            }
        }
        throw new CommandFailure(
                ExitCode.USAGE, "KEFU_LOG is \"" + value + "\", not a level", "KEFU_LOG=error, warn, info or debug");
    }

    /** The word for a level of Java's own logging. */
    public static String wordFor(Level level) {
        for (LogLevel each : values()) {
            if (level.intValue() >= each.level().intValue()) {
                return each.name();
            }
        }
        return debug.name();
    }
}
