package io.kefu.server.conversation;

import io.kefu.protocol.v1.ConversationState;

/** The protocol's states under names that do not clash with {@link io.kefu.server.conversation.ConversationState}. */
public final class Phases {

    public static final ConversationState BOT = ConversationState.CONVERSATION_STATE_BOT;
    public static final ConversationState QUEUED = ConversationState.CONVERSATION_STATE_QUEUED;
    public static final ConversationState ASSIGNED = ConversationState.CONVERSATION_STATE_ASSIGNED;
    public static final ConversationState CLOSED = ConversationState.CONVERSATION_STATE_CLOSED;

    private Phases() {}
}
