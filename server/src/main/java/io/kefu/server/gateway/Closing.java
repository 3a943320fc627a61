package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.util.Arrays;

/**
 * How a connection closes, decided once.
 *
 * @param code what the room above and the meters are told
 * @param deadlineNanos when the socket is closed whatever the peer does
 */
record Closing(int code, String reason, long deadlineNanos) {
    private static final int MAX_REASON = 123;

    /** The payload of a close frame; the reason is cut at a character's end. */
    static byte[] payload(int code, String reason) {
        if (!CloseCode.sendable(code)) {
            return new byte[0];
        }
        byte[] payload = new byte[2 + MAX_REASON];
        payload[0] = (byte) (code >>> Byte.SIZE);
        payload[1] = (byte) code;
        ByteBuffer target = ByteBuffer.wrap(payload, 2, MAX_REASON);
        CharsetEncoder encoder = UTF_8.newEncoder();
        encoder.encode(CharBuffer.wrap(reason), target, true); // overflow and lone surrogates end the reason
        return Arrays.copyOf(payload, target.position());
    }
}
