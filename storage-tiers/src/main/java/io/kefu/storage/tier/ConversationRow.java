package io.kefu.storage.tier;

import java.util.Objects;

/**
 * A conversation as lists and filters see it; the last row of a conversation replaces the one before.
 *
 * @param group empty when none
 * @param agent the assigned agent's id, empty when none
 * @param updatedAt milliseconds since 1970-01-01T00:00Z, as are the others
 * @param closedAt 0 while open
 * @param head opaque here: what a list shows of it; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record ConversationRow(
        String conversationId,
        String epoch,
        String channel,
        String visitorId,
        String visitorName,
        String state,
        String group,
        String agent,
        long lastSeq,
        long createdAt,
        long updatedAt,
        long closedAt,
        byte[] head)
        implements TierEntry {
    public ConversationRow {
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(head, "head");
        epoch = Objects.requireNonNullElse(epoch, "");
        channel = Objects.requireNonNullElse(channel, "");
        visitorId = Objects.requireNonNullElse(visitorId, "");
        visitorName = Objects.requireNonNullElse(visitorName, "");
        state = Objects.requireNonNullElse(state, "");
        group = Objects.requireNonNullElse(group, "");
        agent = Objects.requireNonNullElse(agent, "");
    }
}
