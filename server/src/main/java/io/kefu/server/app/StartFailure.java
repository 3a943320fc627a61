package io.kefu.server.app;

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
