package io.kefu.server.delivery;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.Message;

/** What delivery measures. */
public interface DeliveryMeters {

    /** A message is durable. */
    void message(Message message);

    /**
     * A message was handed to the kernel for the other side.
     *
     * @param receivedNanos when the sender's frame was complete; 0 when it came from no socket
     */
    void delivered(Message message, long receivedNanos, long writtenNanos);

    /** A conversation changed; {@code before} is null for one that was not here. */
    void changed(ConversationSnapshot before, ConversationSnapshot now);

    /** A group's queue or places changed. */
    void ledgerChanged(String group);
}
