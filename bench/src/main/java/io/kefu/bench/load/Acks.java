package io.kefu.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kefu.kefuctl.load.wire.Codec;
import java.util.Arrays;

/** Tells acknowledgements and errors from other frames by their first bytes, without decoding them. */
final class Acks {
    /** No acknowledgement, and no error either. */
    static final long OTHER = -1;

    static final long ERROR = -2;

    private static final byte[] JSON_ACK = "{\"ack\":{\"client_msg_id\":\"m".getBytes(US_ASCII);
    private static final byte[] JSON_ERROR = "{\"error\":".getBytes(US_ASCII);
    private static final int PROTO_ACK = 2 << 3 | 2;
    private static final int PROTO_ERROR = 11 << 3 | 2;

    private Acks() {}

    /** The number of the message that is acknowledged. */
    static long number(Codec codec, byte[] from, int at, int length) {
        return codec == Codec.JSON ? json(from, at, length) : proto(from, at, length);
    }

    private static long json(byte[] from, int at, int length) {
        if (starts(from, at, length, JSON_ACK)) {
            return digits(from, at + JSON_ACK.length);
        }
        return starts(from, at, length, JSON_ERROR) ? ERROR : OTHER;
    }

    private static boolean starts(byte[] from, int at, int length, byte[] with) {
        return length >= with.length && Arrays.equals(from, at, at + with.length, with, 0, with.length);
    }

    /** The frame's tag and length, the id's tag and length, the letter m. */
    private static long proto(byte[] from, int at, int length) {
        if (length == 0 || from[at] != PROTO_ACK) {
            return length > 0 && from[at] == PROTO_ERROR ? ERROR : OTHER;
        }
        int inner = at + 1;
        while (from[inner] < 0) {
            inner++;
        }
        return digits(from, inner + 4);
    }

    private static long digits(byte[] from, int at) {
        long number = 0;
        for (int i = at; i < at + Template.DIGITS; i++) {
            number = number * 10 + from[i] - '0';
        }
        return number;
    }
}
