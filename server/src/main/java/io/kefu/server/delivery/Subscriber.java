package io.kefu.server.delivery;

import io.kefu.protocol.EncodedFrame;
import java.util.function.LongConsumer;

/** Someone who is there now: a socket, or a channel on behalf of a visitor. No call blocks. */
public interface Subscriber {

    String connectionId();

    /** The device that acknowledges on the wire; empty when it gave none. */
    String deviceId();

    Audience audience();

    /**
     * Queues a frame; false when it is gone.
     *
     * @param written told the {@link System#nanoTime} at which the kernel had the frame; null when nobody cares
     */
    boolean send(EncodedFrame frame, LongConsumer written);

    /** Queues a frame that may be dropped when there is too much. */
    void sendDroppable(EncodedFrame frame);
}
