package io.kefu.protocol;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.kefu.protocol.BadFrameException.Reason;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.io.IOException;

/**
 * Decodes the protobuf form of the frames, as strictly as {@link FrameJson} does the JSON form: exactly one kind, strict
 * UTF-8, bounded size and depth; unknown fields and enum numbers are counted, and unknown fields dropped, so that
 * nothing that this version does not understand travels on. An unknown enum number decodes as {@code UNRECOGNIZED}.
 * Safe for use by many threads. Encoding needs nothing of ours: {@code toByteArray()}.
 */
public final class FrameProto {
    private static final MessageTable CLIENT = MessageTable.of(ClientFrame.getDescriptor());
    private static final MessageTable SERVER = MessageTable.of(ServerFrame.getDescriptor());
    private static final Parser<ClientFrame> CLIENT_PARSER = DiscardUnknownFieldsParser.wrap(ClientFrame.parser());
    private static final Parser<ServerFrame> SERVER_PARSER = DiscardUnknownFieldsParser.wrap(ServerFrame.parser());

    private FrameProto() {}

    /**
     * Decodes a client's frame.
     *
     * @throws BadFrameException when it is no frame: see {@link Reason}
     */
    public static Decoded<ClientFrame> decodeClient(byte[] proto) throws BadFrameException {
        return decode(proto, CLIENT, CLIENT_PARSER);
    }

    /**
     * Decodes a server's frame (for clients).
     *
     * @throws BadFrameException when it is no frame: see {@link Reason}
     */
    public static Decoded<ServerFrame> decodeServer(byte[] proto) throws BadFrameException {
        return decode(proto, SERVER, SERVER_PARSER);
    }

    private static <T extends Message> Decoded<T> decode(byte[] proto, MessageTable table, Parser<T> parser)
            throws BadFrameException {
        Bounds.size(proto, FrameJson.MAX_BYTES);
        try {
            ProtoScan scan = new ProtoScan(CodedInputStream.newInstance(proto));
            int unknownKind = scan.frame(table);
            return unknownKind == 0
                    ? new Decoded.Frame<>(parser.parseFrom(proto), scan.unknown())
                    : new Decoded.UnknownKind<>("#" + unknownKind);
        } catch (InvalidProtocolBufferException e) {
            throw new BadFrameException(Reason.SYNTAX, "not the protobuf encoding of a frame");
        } catch (IOException e) {
            throw new BadFrameException(Reason.SYNTAX, "the frame breaks off");
        }
    }
}
