package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kefu.protocol.FrameDeflate;
import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * Reads a client's frames (RFC 6455, section 5): bytes in, events out, in any cut. Knows no socket, no thread and no
 * clock. Holds at most one message and one control frame; a message's buffer grows with the bytes that came, not with
 * the length that was claimed, so its memory is bounded by twice what the peer sent, and by the message bound.
 */
final class FrameParser {
    private static final byte[] EMPTY = {};
    private static final int MAX_CONTROL = 125;
    private static final int RESERVED = 0x70;
    /** The bit RSV1 of a message's first frame (RFC 7692, section 6). */
    static final int DEFLATED = 0x40;

    private static final int FIRST_BUFFER = 1024;

    private enum Stage {
        FIRST,
        SECOND,
        LENGTH,
        KEY,
        PAYLOAD
    }

    private final int maxMessage;
    private final boolean deflate;
    private final FrameEvents events;
    private final Utf8Validator utf8 = new Utf8Validator();

    private Stage stage = Stage.FIRST;
    private boolean fin;
    private int opcode;
    private int shortLength;
    private long length;
    private int headerLeft; // bytes of the length or of the key still to come
    private int key;
    private int left; // payload bytes of this frame still to come
    private int phase; // payload bytes of this frame that came

    private int messageOpcode; // 0 between messages
    private byte[] message = EMPTY;
    private int size;
    private boolean compressed;
    private byte[] control = EMPTY;
    private boolean closed;
    private boolean paused;

    /**
     * For one connection.
     *
     * @param maxMessage bytes, also when it is inflated
     * @param deflate whether permessage-deflate was agreed on (RFC 7692), without context takeover
     */
    FrameParser(int maxMessage, boolean deflate, FrameEvents events) {
        this.maxMessage = maxMessage;
        this.deflate = deflate;
        this.events = events;
    }

    /**
     * Takes the next bytes of the stream; after a close frame, or after a violation, it hears nothing more.
     *
     * @return how far it came: {@code to}, unless it was paused
     */
    int feed(byte[] bytes, int from, int to) throws ProtocolViolation {
        int at = from;
        paused = false;
        while (at < to && !closed && !paused) {
            if (stage == Stage.PAYLOAD) {
                at += payload(bytes, at, to);
            } else {
                header(bytes[at++] & 0xFF);
            }
            if (stage == Stage.PAYLOAD && left == 0) {
                stage = Stage.FIRST;
                frameDone();
            }
        }
        return closed ? to : at;
    }

    /** Called from an event: {@link #feed} returns after it. */
    void pause() {
        paused = true;
    }

    /** Bytes of buffer kept right now. */
    int held() {
        return message.length + control.length;
    }

    private void header(int octet) throws ProtocolViolation {
        switch (stage) {
            case FIRST -> first(octet);
            case SECOND -> second(octet);
            case LENGTH -> length(octet);
            case KEY -> key(octet);
            case PAYLOAD -> throw new IllegalStateException();
        }
    }

    private void first(int octet) throws ProtocolViolation {
        fin = (octet & 0x80) != 0;
        opcode = octet & 0x0F;
        boolean begins = opcode == Opcode.TEXT || opcode == Opcode.BINARY;
        boolean deflated = deflate && begins && (octet & RESERVED) == DEFLATED;
        if ((octet & RESERVED) != 0 && !deflated) {
            throw violation("a reserved bit is set where no extension that was agreed on sets one");
        }
        if (!Opcode.known(opcode)) {
            throw violation("opcode " + opcode + " is reserved");
        }
        if (Opcode.control(opcode)) {
            if (!fin) {
                throw violation("a control frame must not be fragmented");
            }
        } else if (opcode == Opcode.CONTINUATION) {
            if (messageOpcode == 0) {
                throw violation("a continuation without a beginning");
            }
        } else if (messageOpcode != 0) {
            throw violation("a new message before the end of the last");
        } else {
            messageOpcode = opcode;
            compressed = deflated;
        }
        stage = Stage.SECOND;
    }

    private void second(int octet) throws ProtocolViolation {
        if ((octet & 0x80) == 0) {
            throw violation("a client's frame must be masked");
        }
        shortLength = octet & 0x7F;
        if (Opcode.control(opcode) && shortLength > MAX_CONTROL) {
            throw violation("a control frame has at most 125 bytes");
        }
        length = 0;
        stage = Stage.LENGTH;
        if (shortLength <= MAX_CONTROL) {
            length = shortLength;
            lengthKnown();
        } else {
            headerLeft = shortLength == 126 ? 2 : 8;
        }
    }

    private void length(int octet) throws ProtocolViolation {
        length = (length << 8) | octet;
        if (--headerLeft == 0) {
            long shortest = shortLength == 126 ? 126 : 65_536;
            if (length < shortest) { // also when the highest of 64 bits is set
                throw violation("the length must be written in the shortest form");
            }
            lengthKnown();
        }
    }

    private void lengthKnown() throws ProtocolViolation {
        if (!Opcode.control(opcode) && length > maxMessage - size) {
            fail();
            throw new ProtocolViolation(CloseCode.TOO_BIG, "a message has at most " + maxMessage + " bytes");
        }
        left = (int) length;
        headerLeft = 4;
        key = 0;
        stage = Stage.KEY;
    }

    private void key(int octet) {
        key = (key << 8) | octet;
        if (--headerLeft == 0) {
            phase = 0;
            stage = Stage.PAYLOAD;
            if (Opcode.control(opcode)) {
                control = left == 0 ? EMPTY : new byte[left];
            }
        }
    }

    private int payload(byte[] bytes, int from, int to) throws ProtocolViolation {
        int n = Math.min(left, to - from);
        if (Opcode.control(opcode)) {
            Masking.apply(bytes, from, control, phase, n, key, phase);
        } else {
            room(n);
            Masking.apply(bytes, from, message, size, n, key, phase);
            if (messageOpcode == Opcode.TEXT && !compressed && !utf8.feed(message, size, size + n)) {
                throw notUtf8();
            }
            size += n;
        }
        left -= n;
        phase += n;
        return n;
    }

    /**
     * A message in one piece gets its exact array by and by, doubled up to what its frame still needs; one in fragments
     * doubles up to the bound, or a fragment of one byte would copy all that came before it.
     */
    private void room(int more) {
        int needed = size + more;
        if (message.length < needed) {
            int doubled = Math.max(FIRST_BUFFER, 2 * message.length);
            int most = fin && opcode != Opcode.CONTINUATION ? size + left : maxMessage;
            message = Arrays.copyOf(message, Math.max(needed, Math.min(doubled, most)));
        }
    }

    private void frameDone() throws ProtocolViolation {
        switch (opcode) {
            case Opcode.PING -> events.ping(takeControl());
            case Opcode.PONG -> {
                control = EMPTY;
                events.pong();
            }
            case Opcode.CLOSE -> closeFrame(takeControl());
            default -> {
                if (fin) {
                    messageDone();
                }
            }
        }
    }

    private byte[] takeControl() {
        byte[] taken = control;
        control = EMPTY;
        return taken;
    }

    private void messageDone() throws ProtocolViolation {
        boolean text = messageOpcode == Opcode.TEXT;
        byte[] payload = message.length == size ? message : Arrays.copyOf(message, size);
        if (compressed) {
            payload = inflated(payload);
            if (text && !utf8.feed(payload, 0, payload.length)) {
                throw notUtf8();
            }
        }
        if (text && !utf8.complete()) {
            throw notUtf8();
        }
        forget();
        events.message(text, payload);
    }

    private byte[] inflated(byte[] payload) throws ProtocolViolation {
        try {
            return FrameDeflate.inflate(payload, maxMessage);
        } catch (FrameDeflate.TooLargeException e) {
            fail();
            throw new ProtocolViolation(CloseCode.TOO_BIG, e.getMessage());
        } catch (DataFormatException e) {
            fail();
            throw new ProtocolViolation(CloseCode.NOT_UTF8, "a compressed message cannot be inflated");
        }
    }

    private void closeFrame(byte[] payload) throws ProtocolViolation {
        closed = true;
        forget();
        if (payload.length == 0) {
            events.closeFrame(CloseCode.NO_STATUS, "");
            return;
        }
        int code = payload.length == 1 ? 0 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        if (!CloseCode.sendable(code)) {
            throw violation("not a close code: " + code);
        }
        if (!utf8.feed(payload, 2, payload.length) || !utf8.complete()) {
            throw notUtf8();
        }
        events.closeFrame(code, new String(payload, 2, payload.length - 2, UTF_8));
    }

    private void forget() {
        message = EMPTY;
        size = 0;
        messageOpcode = 0;
        compressed = false;
        utf8.reset();
    }

    private ProtocolViolation violation(String what) {
        fail();
        return new ProtocolViolation(CloseCode.PROTOCOL_ERROR, what);
    }

    private ProtocolViolation notUtf8() {
        fail();
        return new ProtocolViolation(CloseCode.NOT_UTF8, "text must be UTF-8");
    }

    private void fail() {
        closed = true;
        forget();
        control = EMPTY;
    }
}
