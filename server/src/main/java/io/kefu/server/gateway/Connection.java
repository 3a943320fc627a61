package io.kefu.server.gateway;

import io.kefu.protocol.EncodedFrame;

/**
 * One client's connection, whatever carries it. Every method may be called from any thread and none blocks.
 */
public interface Connection {
    /** 128 random bits, URL-safe. */
    String id();

    /** What carries it, in one word that is fit for a meter's label: {@code websocket}. */
    String transport();

    Encoding encoding();

    /** The request that opened it. */
    Handshake handshake();

    /**
     * Queues a frame; frames leave in the order of these calls.
     *
     * @return false when the connection is closed, or when the queue's bound in bytes is exceeded: then the connection
     *     has been closed with 4503 as a slow consumer, what was queued is gone (the client resumes), and that is counted
     */
    default boolean send(EncodedFrame frame) {
        return send(frame, null);
    }

    /** As {@link #send(EncodedFrame)}; {@code written} (or null) is told when the kernel has the frame. */
    boolean send(EncodedFrame frame, Written written);

    /**
     * Queues a frame whose loss harms nobody (typing, presence): not taken when the queue is over half full, and thrown
     * out again when something that matters would not fit.
     *
     * @return false when it was not queued
     */
    boolean sendDroppable(EncodedFrame frame);

    /**
     * Starts the close handshake: what is queued leaves, then the close frame; nothing is accepted or heard after this.
     * A peer that does not answer is cut off after a bounded wait. Later calls do nothing.
     *
     * @param code see {@link CloseCode}
     * @param reason for the client's developer; cut to 123 bytes of UTF-8
     */
    void close(int code, String reason);

    /** Whether frames are still accepted. */
    boolean open();

    /** Bytes accepted and not yet handed to the kernel, with 32 bytes of overhead a frame. */
    long queuedBytes();

    /** The client said a good {@code hello}: the hello timer ends. */
    void greeted();

    /** Remembers something of the room above for this connection, such as its session. */
    void attach(Object session);

    /** What was attached, or null when nothing of that type was. */
    <T> T session(Class<T> type);
}
