package io.kefu.server.gateway;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.Message;
import io.kefu.server.delivery.Audience;
import java.util.List;

/** Where a session finds what its client missed. */
public interface Replays {

    /** The next messages after {@code seq} as {@code reader} may see them, in order with no gap; may wait for a disk. */
    List<Message> after(ConversationSnapshot conversation, long seq, int limit, Audience reader);

    /** The visitor's newest conversations, whatever their state, oldest first. */
    List<ConversationSnapshot> ofVisitor(String visitorId, int limit);
}
