package io.kefu.server.gateway;

import io.kefu.protocol.v1.ClientFrame;

/**
 * What happens on one connection. Called in order, one call at a time: while a call waits, nothing more is read from this
 * client. After {@link Connection#close} only {@link #onClosed} comes.
 */
public interface ConnectionListener {
    /** Makes the listener of a connection that has just opened; must not wait. */
    @FunctionalInterface
    interface Factory {
        ConnectionListener opened(Connection connection);
    }

    /**
     * Whether {@link #onFrame} may wait for anything with this frame: a disk, a lock that is held for long, room in a queue.
     * One that may is handled on a virtual thread, any other perhaps on a thread that moves the bytes of thousands of
     * connections. Asked just before it is handled; quick.
     */
    default boolean mayWait(ClientFrame frame) {
        return true;
    }

    /**
     * A frame of a known kind.
     *
     * @param unknownFields fields and words that were skipped; already counted
     * @param receivedNanos {@link System#nanoTime()} when the frame was complete in the server's buffer
     */
    void onFrame(ClientFrame frame, int unknownFields, long receivedNanos);

    /**
     * A well-formed frame of an unknown kind: to be answered with {@code bad_request}, the connection stays open. Must not
     * wait.
     *
     * @param kind as the client wrote it, at most 64 characters
     */
    void onUnknownKind(String kind);

    /**
     * The connection is gone; always the last call, and always made once. May wait.
     *
     * @param code ours when we closed, else the client's; 1005 when its close frame had none, 1006 when none came
     * @param reason never null
     */
    void onClosed(int code, String reason);
}
