package io.kefu.storage.duckdb;

import io.kefu.storage.tier.TierUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

/** What the engine's errors mean and what helps. The engine tells its kinds of error apart by the message's beginning. */
final class DuckDbFailure {
    private DuckDbFailure() {}

    /** Whether the engine refuses what it was given; anything else may pass. */
    static boolean isRefusal(SQLException e) {
        String message = message(e);
        return message.startsWith("conversion error")
                || message.startsWith("constraint error")
                || message.startsWith("invalid input error")
                || message.startsWith("out of range error");
    }

    /** Whether the engine goes on only after the file was opened anew. */
    static boolean isFatal(SQLException e) {
        String message = message(e);
        return message.startsWith("fatal") || message.contains("invalidated") || message.startsWith("io error");
    }

    static TierUnavailableException unavailable(Path file, SQLException e) {
        return new TierUnavailableException(file + ": " + firstLine(e) + ". " + remedy(message(e)), e);
    }

    private static String remedy(String message) {
        if (message.contains("lock on file")) {
            return "Another process has it open: stop that one";
        } else if (message.contains("out of memory")) {
            return "Give the tier more memory";
        } else if (message.contains("no space left")) {
            return "Make room on its disk";
        } else if (message.contains("permission denied") || message.contains("read-only")) {
            return "Give this user write access to it and its folder";
        } else if (message.contains("not a valid duckdb database") || message.contains("corrupt")) {
            return "Restore it from a backup, or move it away: the tier is then filled anew from the journal and the other"
                    + " tiers";
        } else if (message.contains("interrupt")) {
            return "It took longer than it may: ask for less, or again when the machine is less busy";
        }
        return "Look at the disk and its folder's rights; the tier is tried again";
    }

    private static String message(SQLException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
