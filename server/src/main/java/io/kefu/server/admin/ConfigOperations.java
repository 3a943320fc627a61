package io.kefu.server.admin;

import java.util.Map;

/**
 * What an operator may ask of the configuration in force. Requests are bodies as they came: maps, lists, texts, numbers.
 * Answers are written as JSON with snake_case names and hold no secret.
 */
public interface ConfigOperations {

    /**
     * Who asks.
     *
     * @param who the token's name, with what the caller says of itself in brackets
     * @param from {@code socket}, {@code loopback} or an address
     */
    record Operator(String who, String from) {}

    /** What is in force, since when and through whom, whether the served directory still says so, and what is tried. */
    Object current();

    /** What was in force, the newest first. */
    Object history();

    /**
     * What {@link #apply} would do.
     *
     * @param request {@code directory} on the server's machine, or {@code rollback}, a revision
     */
    Object plan(Map<String, Object> request);

    /**
     * Validates a configuration and puts it into force.
     *
     * @param request as of {@link #plan}; {@code base}, the revision that the plan was made against; {@code revision}, the
     *     one that the caller read; {@code why}; {@code try_ms}; {@code prune}
     */
    Object apply(Map<String, Object> request, Operator by);

    /** Keeps what is tried. */
    Object confirm(Operator by);

    /**
     * How two of them differ.
     *
     * @param request {@code from} and {@code to}, revisions; or {@code directory} in place of {@code to}
     */
    Object diff(Map<String, Object> request);

    /**
     * Hears from whoever keeps a directory and this server together.
     *
     * @param request {@code directory}, {@code revision}, {@code commit} and {@code error}, empty when all is well
     */
    Object synced(Map<String, Object> request, Operator by);
}
