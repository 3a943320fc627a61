package io.kefu.server.delivery;

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

    /** A group's queue or places changed. */
    void ledgerChanged(String group);
}
