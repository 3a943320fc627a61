package io.kefu.server.gateway;

import io.kefu.protocol.EncodedFrame;

/**
 * Told when a frame has been handed to the kernel: where end-to-end latency stops and a delivery receipt may start. One
 * object can serve all recipients of a message. Called on the connection's writer, in the order of sending, so it must
 * be quick and never block; never called for a frame that was not handed over.
 */
@FunctionalInterface
public interface Written {
    /**
     * The frame was written.
     *
     * @param nanos {@link System#nanoTime()} right after the write
     */
    void written(Connection connection, EncodedFrame frame, long nanos);
}
