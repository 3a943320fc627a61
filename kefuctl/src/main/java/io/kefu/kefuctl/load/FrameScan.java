package io.kefu.kefuctl.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kefu.kefuctl.load.wire.Codec;
import java.io.IOException;
import java.util.Arrays;

/**
 * Tells what a server's frame is by its first bytes, without decoding it: a load generator that decoded everything would
 * measure itself. Holds what the last frame was; for one thread.
 */
final class FrameScan {

    /** What matters to a generator. */
    enum Kind {
        WELCOME,
        ACK,
        MESSAGE,
        ERROR,
        GOAWAY,
        OTHER
    }

    /** Text comes after everything that is looked for. */
    private static final int FAR_ENOUGH = 640;

    private static final byte[] SEQ = "\"seq\":".getBytes(US_ASCII);
    private static final byte[] ID = "\"client_msg_id\":\"".getBytes(US_ASCII);
    private static final byte[] JSON_WELCOME = "{\"welcome\":".getBytes(US_ASCII);
    private static final byte[] JSON_ACK = "{\"ack\":".getBytes(US_ASCII);
    private static final byte[] JSON_MESSAGE = "{\"message\":".getBytes(US_ASCII);
    private static final byte[] JSON_GOAWAY = "{\"goaway\":".getBytes(US_ASCII);
    private static final byte[] JSON_ERROR = "{\"error\":".getBytes(US_ASCII);

    private final Codec codec;
    private final byte[] run;
    private Kind kind = Kind.OTHER;
    private int id;
    private long seq;
    private long leaveAfterMillis;
    private byte[] bytes = new byte[0];

    FrameScan(Codec codec, String run) {
        this.codec = codec;
        this.run = run.getBytes(US_ASCII);
    }

    Kind kind() {
        return kind;
    }

    /** Whether it is about a message of this run; only then do the next three tell of which. */
    boolean ours() {
        return id >= 0;
    }

    boolean fromAgent() {
        return bytes[id + MessageId.SIDE_AT] == 'a';
    }

    int talk() {
        return (int) MessageId.digits(bytes, id + MessageId.TALK_AT, MessageId.TALK_DIGITS);
    }

    long number() {
        return MessageId.digits(bytes, id + MessageId.NUMBER_AT, MessageId.NUMBER_DIGITS);
    }

    /** The message's number in its conversation; 0 where the frame has none. */
    long seq() {
        return seq;
    }

    /** After how long one that was told to leave does so. */
    long leaveAfterMillis() {
        return leaveAfterMillis;
    }

    void scan(byte[] from, int at, int length) throws IOException {
        bytes = from;
        id = -1;
        seq = 0;
        if (codec == Codec.JSON) {
            json(at, length);
        } else {
            proto(at, at + length);
        }
        if (kind == Kind.GOAWAY) { // so seldom that it may be decoded
            leaveAfterMillis = codec.decode(Arrays.copyOfRange(from, at, at + length))
                    .map(frame -> frame.getGoaway().getReconnectAfterMs())
                    .orElse(0L);
        }
        if (id >= 0 && !Arrays.equals(from, id, id + run.length, run, 0, run.length)) {
            id = -1;
        }
    }

    private void json(int at, int length) {
        kind = starts(at, length, JSON_MESSAGE)
                ? Kind.MESSAGE
                : starts(at, length, JSON_ACK)
                        ? Kind.ACK
                        : starts(at, length, JSON_ERROR) ? Kind.ERROR : rare(at, length);
        if (kind == Kind.OTHER || kind == Kind.WELCOME || kind == Kind.GOAWAY) {
            return;
        }
        int end = at + Math.min(length, FAR_ENOUGH);
        int idAt = find(at, end, ID);
        id = idAt >= 0 && idAt + MessageId.LENGTH <= at + length ? idAt : -1;
        int seqAt = find(at, end, SEQ);
        if (seqAt >= 0) {
            for (int i = seqAt; i < end && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
                seq = seq * 10 + bytes[i] - '0';
            }
        }
    }

    private Kind rare(int at, int length) {
        return starts(at, length, JSON_WELCOME)
                ? Kind.WELCOME
                : starts(at, length, JSON_GOAWAY) ? Kind.GOAWAY : Kind.OTHER;
    }

    private boolean starts(int at, int length, byte[] with) {
        return length >= with.length && Arrays.equals(bytes, at, at + with.length, with, 0, with.length);
    }

    /** Where what comes after the part begins; -1 when it is not there. */
    private int find(int from, int end, byte[] part) {
        byte first = part[0];
        for (int at = from; at + part.length <= end; at++) {
            if (bytes[at] == first && Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at + part.length;
            }
        }
        return -1;
    }

    /** The kind's field, then its message's: of those the id and the number are looked for. */
    private void proto(int at, int end) {
        kind = Kind.OTHER;
        if (at == end) {
            return;
        }
        int idField;
        int seqField;
        switch (bytes[at] >>> 3) {
            case 1 -> {
                kind = Kind.WELCOME;
                return;
            }
            case 2 -> {
                kind = Kind.ACK;
                idField = 1;
                seqField = 4;
            }
            case 3 -> {
                kind = Kind.MESSAGE;
                idField = 5;
                seqField = 3;
            }
            case 11 -> {
                kind = Kind.ERROR;
                idField = 3;
                seqField = 0;
            }
            case 12 -> {
                kind = Kind.GOAWAY;
                return;
            }
            default -> {
                return;
            }
        }
        position = at + 1;
        varint(end);
        fields(end, idField, seqField);
    }

    private int position;

    private void fields(int end, int idField, int seqField) {
        while (position < end && (id < 0 || (seq == 0 && seqField > 0))) {
            int tag = (int) varint(end);
            switch (tag & 7) {
                case 0 -> {
                    long value = varint(end);
                    seq = tag >>> 3 == seqField ? value : seq;
                }
                case 2 -> {
                    int length = (int) varint(end);
                    if (tag >>> 3 == idField && length == MessageId.LENGTH) {
                        id = position;
                    }
                    position += length;
                }
                case 1 -> position += 8;
                case 5 -> position += 4;
                default -> position = end;
            }
        }
    }

    private long varint(int end) {
        long value = 0;
        for (int shift = 0; position < end && shift < 64; shift += 7) {
            byte next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }
}
