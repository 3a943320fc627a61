package io.kefu.server.gateway;

/** Frames that leave in one write: a chain from {@code first}, of {@code length} bytes on the wire. */
record OutboundBatch(OutboundFrame first, int length, int cost, boolean closes) {
    byte[] bytes() {
        byte[] bytes = new byte[length];
        int at = 0;
        for (OutboundFrame frame = first; frame != null; frame = frame.next) {
            at = frame.write(bytes, at);
        }
        return bytes;
    }
}
