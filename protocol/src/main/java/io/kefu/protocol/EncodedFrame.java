package io.kefu.protocol;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.ServerFrame.FrameCase;

/**
 * A server's frame on its way to any number of connections: each form is made at most about once, when first asked for,
 * and shared by all. A {@code message} frame can be made from the journal's bytes of the {@code Message} alone; they are
 * then never parsed: the protobuf form is a field header before them, the JSON form is written from them.
 *
 * <p>Safe for use by many threads. The arrays that {@link #proto()}, {@link #json()} and their compressed forms return are shared: never write
 * into them.
 */
public final class EncodedFrame {
    private final FrameCase kind;
    private final byte[] message; // the Message's own encoding, or null
    private volatile ServerFrame frame;
    private volatile byte[] proto;
    private volatile byte[] json;
    private volatile byte[] deflatedProto;
    private volatile byte[] deflatedJson;
    private volatile byte[] zstd;

    private EncodedFrame(FrameCase kind, ServerFrame frame, byte[] message) {
        this.kind = kind;
        this.frame = frame;
        this.message = message;
    }

    /** Any frame; throws {@link IllegalArgumentException} when it has no kind. */
    public static EncodedFrame of(ServerFrame frame) {
        if (frame.getFrameCase() == FrameCase.FRAME_NOT_SET) {
            throw new IllegalArgumentException("A frame without a kind cannot be sent: set one");
        }
        return new EncodedFrame(frame.getFrameCase(), frame, null);
    }

    /**
     * A {@code message} frame.
     *
     * @param message the protobuf encoding of a {@code Message} as protobuf-java wrote it; not copied, so never change it
     */
    public static EncodedFrame ofMessage(byte[] message) {
        return new EncodedFrame(FrameCase.MESSAGE, null, message);
    }

    /** The frame's kind. */
    public FrameCase kind() {
        return kind;
    }

    /** The frame itself; of one made by {@link #ofMessage} it is parsed now. */
    public ServerFrame frame() {
        ServerFrame known = frame;
        if (known == null) {
            known = parsed();
            frame = known;
        }
        return known;
    }

    /** The protobuf form: the payload of a binary frame. */
    public byte[] proto() {
        byte[] bytes = proto;
        if (bytes == null) {
            bytes = message == null ? frame.toByteArray() : wrapped(message);
            proto = bytes;
        }
        return bytes;
    }

    /** The JSON form: the payload of a text frame. */
    public byte[] json() {
        byte[] bytes = json;
        if (bytes == null) {
            bytes = message == null ? FrameJson.encodeServer(proto()) : FrameJson.encodeMessage(message);
            json = bytes;
        }
        return bytes;
    }

    /** As {@link FrameDeflate#deflate} makes it of the protobuf form: empty when that does not make it smaller. */
    public byte[] deflatedProto() {
        byte[] bytes = deflatedProto;
        if (bytes == null) {
            bytes = FrameDeflate.deflate(proto());
            deflatedProto = bytes;
        }
        return bytes;
    }

    /** As {@link #deflatedProto}, of the JSON form. */
    public byte[] deflatedJson() {
        byte[] bytes = deflatedJson;
        if (bytes == null) {
            bytes = FrameDeflate.deflate(json());
            deflatedJson = bytes;
        }
        return bytes;
    }

    /** The form of {@code kefu.v1.proto+zstd}: {@link FrameZstd} of the protobuf form, or that itself where it is not larger. */
    public byte[] zstd() {
        byte[] bytes = zstd;
        if (bytes == null) {
            bytes = FrameZstd.smaller(proto());
            zstd = bytes;
        }
        return bytes;
    }

    private ServerFrame parsed() {
        try {
            return ServerFrame.parseFrom(proto());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The bytes given for a message frame are not a Message", e);
        }
    }

    private static byte[] wrapped(byte[] message) {
        int tag = ServerFrame.MESSAGE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        int header = CodedOutputStream.computeUInt32SizeNoTag(tag)
                + CodedOutputStream.computeUInt32SizeNoTag(message.length);
        byte[] bytes = new byte[header + message.length];
        int at = varint(bytes, varint(bytes, 0, tag), message.length);
        System.arraycopy(message, 0, bytes, at, message.length);
        return bytes;
    }

    private static int varint(byte[] into, int from, int value) {
        int at = from;
        int rest = value;
        while (rest > 0x7f) {
            into[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[at++] = (byte) rest;
        return at;
    }
}
