package io.kefu.protocol;

import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.kefu.protocol.BadFrameException.Reason;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON form of the frames (RFC 8259, UTF-8): an object with exactly one key, the kind. Names are the proto's
 * snake_case names, enum words are lower-case without their prefix, times are RFC 3339 UTC with milliseconds, numbers
 * are numbers, maps are objects. A field that is {@code optional} in the proto is written whenever it was set, any other
 * is left out at its zero value. Safe for use by many threads.
 */
public final class FrameJson {
    /** The largest frame that is decoded: 128 KiB, as on the socket. */
    public static final int MAX_BYTES = 128 * 1024;

    /** Objects and arrays in one another; the protocol's own need 5. */
    public static final int MAX_DEPTH = 16;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(MAX_BYTES)
                    .maxStringLength(MAX_BYTES)
                    .maxNameLength(MAX_BYTES)
                    .maxNumberLength(64)
                    .build())
            // A frame is UTF-8: one that begins like UTF-16 is not to be understood as such.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();
    private static final MessageTable CLIENT = MessageTable.of(ClientFrame.getDescriptor());
    private static final MessageTable SERVER = MessageTable.of(ServerFrame.getDescriptor());
    private static final MessageTable MESSAGE = MessageTable.of(io.kefu.protocol.v1.Message.getDescriptor());
    private static final SerializedString MESSAGE_KIND = new SerializedString("message");

    private FrameJson() {}

    /** The JSON form of a frame. */
    public static byte[] encode(ClientFrame frame) {
        return encode(frame.toByteArray(), CLIENT, null);
    }

    /** The JSON form of a frame. */
    public static byte[] encode(ServerFrame frame) {
        return encode(frame.toByteArray(), SERVER, null);
    }

    /** The JSON form of a frame, from its protobuf encoding as protobuf-java wrote it. */
    public static byte[] encodeServer(byte[] frame) {
        return encode(frame, SERVER, null);
    }

    /** The JSON form of a {@code message} frame, from the protobuf encoding of its {@code Message} alone. */
    public static byte[] encodeMessage(byte[] message) {
        return encode(message, MESSAGE, MESSAGE_KIND);
    }

    /**
     * Writes any of the protocol's messages as an object: for REST answers that carry, say, a {@code Message}.
     *
     * @param out must write UTF-8 bytes (made on an {@code OutputStream}, not on a {@code Writer})
     */
    public static void write(Message message, JsonGenerator out) {
        new JsonWriter(message.toByteArray(), out).object(MessageTable.of(message.getDescriptorForType()));
    }

    /**
     * Decodes a client's frame.
     *
     * @throws BadFrameException when it is no frame: see {@link Reason}
     */
    public static Decoded<ClientFrame> decodeClient(byte[] json) throws BadFrameException {
        ClientFrame.Builder frame = ClientFrame.newBuilder();
        return decode(json, CLIENT, frame, frame::build);
    }

    /**
     * Decodes a server's frame (for clients).
     *
     * @throws BadFrameException when it is no frame: see {@link Reason}
     */
    public static Decoded<ServerFrame> decodeServer(byte[] json) throws BadFrameException {
        ServerFrame.Builder frame = ServerFrame.newBuilder();
        return decode(json, SERVER, frame, frame::build);
    }

    private static <T> Decoded<T> decode(byte[] json, MessageTable table, Message.Builder into, Supplier<T> built)
            throws BadFrameException {
        Bounds.size(json, MAX_BYTES);
        if (!UnsafeByteOperations.unsafeWrap(json).isValidUtf8()) {
            throw new BadFrameException(Reason.NOT_UTF8, "the frame is not UTF-8");
        }
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
            return decode(in, table, into, built);
        }
    }

    private static <T> Decoded<T> decode(JsonParser in, MessageTable table, Message.Builder into, Supplier<T> built)
            throws BadFrameException {
        JsonReader reader = new JsonReader(in);
        try {
            String unknownKind = reader.frame(table, into);
            return unknownKind == null
                    ? new Decoded.Frame<>(built.get(), reader.unknown())
                    : new Decoded.UnknownKind<>(unknownKind);
        } catch (StreamConstraintsException e) {
            throw in.streamReadContext().getNestingDepth() >= MAX_DEPTH
                    ? new BadFrameException(Reason.TOO_DEEP, "more than " + MAX_DEPTH + " objects in one another")
                    : new BadFrameException(Reason.WRONG_TYPE, "a number of that length fits nowhere");
        } catch (JacksonException e) {
            throw new BadFrameException(
                    Reason.SYNTAX, "not JSON at byte " + in.currentLocation().getByteOffset());
        }
    }

    private static byte[] encode(byte[] proto, MessageTable table, SerializedString kind) {
        var bytes = new ByteArrayOutputStream(proto.length + proto.length / 2 + 64);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            if (kind == null) {
                new JsonWriter(proto, out).object(table);
            } else {
                out.writeStartObject();
                out.writeName(kind);
                new JsonWriter(proto, out).object(table);
                out.writeEndObject();
            }
        }
        return bytes.toByteArray();
    }
}
