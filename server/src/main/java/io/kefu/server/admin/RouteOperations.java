package io.kefu.server.admin;

import java.util.Map;

/** What an operator may ask about where conversations went and would go. Answers hold no message's text. */
public interface RouteOperations {

    /** Why a conversation is where it is, and where the rules in force would send it now. */
    Object explain(String conversationId);

    /**
     * What a configuration would have done with the conversations of the last days. May take minutes.
     *
     * @param request {@code directory} on the server's machine, or {@code rollback}, a revision; {@code since_ms}, how far
     *     back
     */
    Object replay(Map<String, Object> request);
}
