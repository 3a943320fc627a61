package io.kefu.server.app;

import io.kefu.storage.fault.DirectoryInUseException;
import java.util.List;

/** Why the server could not start, and what to do about it. Carries no secret. */
public final class StartFailure extends Exception {

    /** What kind of hindrance it is. */
    public enum Kind {
        /** The configuration does not hold. */
        CONFIGURATION,
        /** Something of the machine stands in the way: a lock, a port, a directory, the disk. */
        PREFLIGHT
    }

    private final Kind kind;
    private final String remedy;
    private final List<String> details;

    public StartFailure(Kind kind, String message, String remedy) {
        this(kind, message, remedy, List.of(), null);
    }

    /** @param details a line each, such as the problems of a configuration */
    public StartFailure(Kind kind, String message, String remedy, List<String> details, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.remedy = remedy;
        this.details = List.copyOf(details);
    }

    /** Another server holds the data directory. */
    static StartFailure inUse(DirectoryInUseException e) {
        String who = e.holder().isPresent() ? "process " + e.holder().getAsLong() : "another process";
        String stop = e.holder().isPresent() ? "kill " + e.holder().getAsLong() + " stops it" : "stop it";
        return new StartFailure(
                Kind.PREFLIGHT,
                "the data directory is in use: " + who + " holds " + e.directory(),
                stop + ", or give this one a directory of its own: --data DIR",
                List.of(),
                e);
    }

    public Kind kind() {
        return kind;
    }

    public String remedy() {
        return remedy;
    }

    public List<String> details() {
        return details;
    }
}
