package io.kefu.storage.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.StoredMessage;
import java.nio.ByteBuffer;

/**
 * The bytes of a message and of an amendment. Each begins with a number in digits that scripts read: the time of a
 * message, the rank of an amendment.
 */
final class MessageForm {
    private static final byte FIRST_FORM = 1;

    private MessageForm() {}

    static byte[] of(StoredMessage message) {
        byte[][] parts = {
            bytes(message.epoch()),
            bytes(message.channel()),
            bytes(message.visitorId()),
            bytes(message.authorKind()),
            bytes(message.authorId()),
            bytes(message.text()),
            message.body()
        };
        byte[] head = (message.atMillis() + "|").getBytes(US_ASCII);
        int length = head.length + 2 + Long.BYTES;
        for (byte[] part : parts) {
            length += Integer.BYTES + part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length).put(head).put(FIRST_FORM).put((byte) (message.internal() ? 1 : 0));
        out.putLong(message.seq());
        for (byte[] part : parts) {
            out.putInt(part.length).put(part);
        }
        return out.array();
    }

    static byte[] of(Amendment amendment) {
        return (amendment.rank() + "|" + amendment.kind().code() + amendment.bySeq() + "|" + amendment.text())
                .getBytes(UTF_8);
    }

    /**
     * The message again.
     *
     * @param amendment empty or null for none
     */
    static StoredMessage message(String conversation, byte[] message, byte[] amendment) {
        ByteBuffer in = ByteBuffer.wrap(message);
        long at = number(in);
        byte form = in.get();
        if (form != FIRST_FORM) {
            throw new IllegalArgumentException("a message of " + conversation + " has form " + form
                    + ", which a newer version wrote: empty the tier, it fills itself");
        }
        boolean internal = in.get() == 1;
        long seq = in.getLong();
        return new StoredMessage(
                conversation,
                text(in),
                seq,
                text(in),
                text(in),
                text(in),
                text(in),
                at,
                internal,
                text(in),
                part(in),
                amendment(amendment));
    }

    private static Amendment amendment(byte[] bytes) {
        if (bytes == null || bytes.length == 0) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        number(in);
        Amendment.Kind kind = Amendment.Kind.of(in.get() - '0');
        long by = number(in);
        byte[] text = new byte[in.remaining()];
        in.get(text);
        return new Amendment(kind, by, new String(text, UTF_8));
    }

    private static long number(ByteBuffer in) {
        StringBuilder digits = new StringBuilder();
        for (byte next = in.get(); next != '|'; next = in.get()) {
            digits.append((char) next);
        }
        return Long.parseLong(digits, 0, digits.length(), 10);
    }

    private static String text(ByteBuffer in) {
        return new String(part(in), UTF_8);
    }

    private static byte[] part(ByteBuffer in) {
        byte[] part = new byte[in.getInt()];
        in.get(part);
        return part;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] bytes(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }
}
