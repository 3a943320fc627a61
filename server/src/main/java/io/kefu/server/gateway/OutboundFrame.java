package io.kefu.server.gateway;

import io.kefu.protocol.EncodedFrame;
import java.nio.ByteBuffer;

/** One WebSocket frame in the outbound queue, which links it by {@link #next}. Unmasked, unfragmented. */
final class OutboundFrame {
    /** Accounted for beside the payload: this object and the frame's header. */
    private static final int OVERHEAD = 32;

    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;

    final int opcode; // with RSV1 where it is compressed
    final byte[] payload;
    final EncodedFrame frame; // null for control frames
    final Written written; // null when nobody wants to know
    final boolean droppable;
    OutboundFrame next;

    OutboundFrame(int opcode, byte[] payload, EncodedFrame frame, Written written, boolean droppable) {
        this.opcode = opcode;
        this.payload = payload;
        this.frame = frame;
        this.written = written;
        this.droppable = droppable;
    }

    static OutboundFrame control(int opcode, byte[] payload) {
        return new OutboundFrame(opcode, payload, null, null, false);
    }

    /** What the queue's bound counts. */
    int cost() {
        return payload.length + OVERHEAD;
    }

    /** Bytes on the wire. */
    int length() {
        int header = payload.length < TWO_BYTE_LENGTH ? 2 : payload.length <= 0xFFFF ? 4 : 10;
        return header + payload.length;
    }

    /** Writes the frame (RFC 6455, section 5.2). */
    void write(ByteBuffer target) {
        target.put((byte) (0x80 | opcode));
        int n = payload.length;
        if (n < TWO_BYTE_LENGTH) {
            target.put((byte) n);
        } else if (n <= 0xFFFF) {
            target.put((byte) TWO_BYTE_LENGTH).putShort((short) n);
        } else {
            target.put((byte) EIGHT_BYTE_LENGTH).putLong(n);
        }
        target.put(payload);
    }
}
