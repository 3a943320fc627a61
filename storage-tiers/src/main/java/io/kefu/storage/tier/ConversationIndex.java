package io.kefu.storage.tier;

import java.util.List;
import java.util.Optional;

/** Conversations by what a list filters on. As fresh as the tier that keeps it. Any thread. */
public interface ConversationIndex {
    /** The most rows that one answer has. */
    int MOST = 200;

    /**
     * One page, the last changed first.
     *
     * @param limit 1 to {@link #MOST}
     * @param offset 0 to 10,000
     */
    ConversationPage list(ConversationFilter filter, int limit, int offset);

    /** A visitor's conversations, the last changed first. */
    List<ConversationRow> byVisitor(String visitorId, int limit);

    Optional<ConversationRow> get(String conversationId);

    /**
     * Every conversation, a piece at a time, in the order of their ids.
     *
     * @param conversationId the last one of the piece before, empty for the first
     * @param limit 1 to {@link #MOST}
     */
    List<ConversationRow> after(String conversationId, int limit);
}
