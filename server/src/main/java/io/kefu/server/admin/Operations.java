package io.kefu.server.admin;

import java.util.Map;
import java.util.Optional;

/** What an operator may ask of the running server. Answers are written as JSON with snake_case names. */
public interface Operations {
    /** Everything on one screen. */
    Object status();

    /** The inside of the process and of its data, in numbers and names. */
    Object insides();

    /** What is asked of the configuration in force. */
    ConfigOperations config();

    /** What is asked of routing. */
    RouteOperations routes();

    /** Why the server is not ready; empty when it is. */
    Optional<String> notReady();

    /**
     * Has clients leave, without stopping; tells how far it is. Asked for again it goes on as it was asked for first.
     *
     * @param request {@code deadline_ms} and {@code spread_ms}, both optional
     */
    Object drain(Map<String, Object> request);

    /** How far a drain is. */
    Object drained();

    /** Lets clients in again. */
    Object undrain();

    /**
     * Begins to give this server's place to a successor on the same machine.
     *
     * @param request {@code socket}, the path where it waits; {@code deadline_ms} and {@code spread_ms}, both optional
     */
    Object succeed(Map<String, Object> request);

    /** What monitoring scrapes. */
    Scrape metrics(String accept);

    /** A scrape's body and its type. */
    record Scrape(String contentType, String body) {}
}
