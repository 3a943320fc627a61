package io.kefu.server.gateway;

import java.nio.ByteBuffer;

/** Frames that leave in one write: a chain from {@code first}, of {@code length} bytes on the wire. */
record OutboundBatch(OutboundFrame first, int length, int cost, boolean closes) {
    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        write(bytes);
        return bytes.array();
    }

    void write(ByteBuffer target) {
        for (OutboundFrame frame = first; frame != null; frame = frame.next) {
            frame.write(target);
        }
    }
}
