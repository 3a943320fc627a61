package io.kefu.server.gateway;

import io.kefu.protocol.EncodedFrame;

/**
 * What the handshake agreed on.
 *
 * @param deflate permessage-deflate (RFC 7692), without context takeover on either side
 */
record Agreed(Encoding encoding, boolean deflate) {
    /** Less is sent as it is: compressing would take longer than it saves. */
    static final int DEFLATED_FROM = 1_024;

    /** A server's frame as this connection gets it; its bytes are shared with all that agreed on the same. */
    OutboundFrame frame(EncodedFrame frame, Written written, boolean droppable) {
        byte[] payload = encoding.payload(frame);
        if (deflate && payload.length >= DEFLATED_FROM) {
            byte[] deflated = encoding.deflated(frame);
            if (deflated.length > 0) {
                return new OutboundFrame(FrameParser.DEFLATED | encoding.opcode(), deflated, frame, written, droppable);
            }
        }
        return new OutboundFrame(encoding.opcode(), payload, frame, written, droppable);
    }
}
