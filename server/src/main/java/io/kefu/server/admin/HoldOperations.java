package io.kefu.server.admin;

import java.util.List;

/** What an operator may ask of holds. Answers are written as JSON with snake_case names. */
public interface HoldOperations {
    List<Object> all();

    /**
     * Holds a conversation.
     *
     * @throws io.kefu.server.admin.http.ApiException {@code not_found}, or {@code conflict} when it is erased already
     */
    Object add(String conversationId, String reason);

    /** Lets it go; false when it was not held. */
    boolean remove(String conversationId);
}
