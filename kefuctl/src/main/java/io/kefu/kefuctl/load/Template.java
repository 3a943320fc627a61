package io.kefu.kefuctl.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.kefuctl.load.wire.WebSocketLink;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A {@code send} frame that is encoded and masked once; each message differs in the digits of its id alone. */
final class Template {
    private static final int MASK = 0x5A17C3E9;
    private static final int MASK_BYTES = 4;

    private final byte[] frame;
    private final int digitsAt;
    private final byte[] maskOfDigits = new byte[MessageId.NUMBER_DIGITS];

    Template(Codec codec, String firstId, String conversationId, String text) {
        ClientFrame send = ClientFrame.newBuilder()
                .setSend(Send.newBuilder()
                        .setClientMsgId(firstId)
                        .setConversationId(conversationId)
                        .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                        .setText(text))
                .build();
        byte[] payload = codec.encode(send);
        frame = WebSocketLink.frame(codec.text(), payload, MASK);
        int head = frame.length - payload.length;
        int digits = indexOf(payload, firstId.getBytes(US_ASCII)) + MessageId.NUMBER_AT;
        digitsAt = head + digits;
        for (int i = 0; i < maskOfDigits.length; i++) {
            maskOfDigits[i] = frame[head - MASK_BYTES + ((digits + i) & 3)];
        }
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new IllegalStateException("the frame does not hold its own id");
    }

    int length() {
        return frame.length;
    }

    /** Puts the message of this number. */
    void write(long number, ByteBuffer to) {
        int start = to.position();
        to.put(frame);
        long left = number;
        for (int i = maskOfDigits.length - 1; i >= 0; i--) {
            to.put(start + digitsAt + i, (byte) (('0' + left % 10) ^ maskOfDigits[i]));
            left /= 10;
        }
    }
}
