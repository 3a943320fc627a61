package io.kefu.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A WebSocket frame as a client writes it, right or wrong as the test wants (RFC 6455, section 5.2). */
@SuppressWarnings("ArrayRecordComponent") // a carrier; nothing compares two of them
public record RawFrame(int firstByte, byte[] payload, boolean masked, int lengthBytes, int cut) {
    private static final int KEY = 0x1A2B3C4D;

    /** A whole frame with this opcode, as it should be. */
    public static RawFrame of(int opcode, byte[] payload) {
        return new RawFrame(0x80 | opcode, payload, true, -1, 0);
    }

    public static RawFrame text(String text) {
        return of(0x1, text.getBytes(UTF_8));
    }

    public static RawFrame binary(byte[] payload) {
        return of(0x2, payload);
    }

    public static RawFrame continuation(byte[] payload) {
        return of(0x0, payload);
    }

    public static RawFrame ping(String payload) {
        return of(0x9, payload.getBytes(UTF_8));
    }

    public static RawFrame close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return of(
                0x8,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /** More fragments follow. */
    public RawFrame notLast() {
        return new RawFrame(firstByte & 0x7F, payload, masked, lengthBytes, cut);
    }

    public RawFrame reservedBit(int bit) {
        return new RawFrame(firstByte | bit, payload, masked, lengthBytes, cut);
    }

    public RawFrame unmasked() {
        return new RawFrame(firstByte, payload, false, lengthBytes, cut);
    }

    /** Writes the length in 0, 2 or 8 more bytes, needed or not. */
    public RawFrame lengthIn(int bytes) {
        return new RawFrame(firstByte, payload, masked, bytes, cut);
    }

    /** Of the payload that its length claims only so much comes. */
    public RawFrame cutTo(int bytes) {
        return new RawFrame(firstByte, payload, masked, lengthBytes, payload.length - bytes);
    }

    public byte[] bytes() {
        int more = lengthBytes >= 0 ? lengthBytes : payload.length < 126 ? 0 : payload.length <= 0xFFFF ? 2 : 8;
        ByteBuffer out = ByteBuffer.allocate(2 + more + (masked ? 4 : 0) + payload.length);
        int mask = masked ? 0x80 : 0;
        out.put((byte) firstByte);
        switch (more) {
            case 0 -> out.put((byte) (mask | payload.length));
            case 2 -> out.put((byte) (mask | 126)).putShort((short) payload.length);
            default -> out.put((byte) (mask | 127)).putLong(payload.length);
        }
        if (masked) {
            out.putInt(KEY);
        }
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (masked ? payload[i] ^ (KEY >>> (24 - 8 * (i % 4))) : payload[i]));
        }
        return Arrays.copyOf(out.array(), out.capacity() - cut);
    }
}
