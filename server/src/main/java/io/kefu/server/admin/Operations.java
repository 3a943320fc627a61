package io.kefu.server.admin;

import java.util.Map;
import java.util.Optional;

/** What an operator may ask of the running server. Answers are written as JSON with snake_case names. */
public interface Operations {
    /** Everything on one screen. */
    Object status();

    /**
     * Validates a configuration and puts it into force.
     *
     * @param request the body as it came: maps, lists, texts, numbers
     */
    Object applyConfig(Map<String, Object> request);

    /** Why the server is not ready; empty when it is. */
    Optional<String> notReady();

    /** What monitoring scrapes. */
    Scrape metrics(String accept);

    /** A scrape's body and its type. */
    record Scrape(String contentType, String body) {}
}
