package io.kefu.server.gateway;

import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.FrameJson;
import io.kefu.protocol.FrameProto;
import io.kefu.protocol.FrameZstd;
import io.kefu.protocol.v1.ClientFrame;

/** The forms of a frame; a connection uses one, agreed on as its WebSocket subprotocol. */
public enum Encoding {
    /** Text frames, one JSON object each. */
    JSON("kefu.v1.json", Opcode.TEXT) {
        @Override
        byte[] payload(EncodedFrame frame) {
            return frame.json();
        }

        @Override
        byte[] deflated(EncodedFrame frame) {
            return frame.deflatedJson();
        }

        @Override
        Decoded<ClientFrame> decode(byte[] payload) throws BadFrameException {
            return FrameJson.decodeClient(payload);
        }
    },
    /** Binary frames, one protobuf message each. */
    PROTO("kefu.v1.proto", Opcode.BINARY) {
        @Override
        byte[] payload(EncodedFrame frame) {
            return frame.proto();
        }

        @Override
        byte[] deflated(EncodedFrame frame) {
            return frame.deflatedProto();
        }

        @Override
        Decoded<ClientFrame> decode(byte[] payload) throws BadFrameException {
            return FrameProto.decodeClient(payload);
        }
    },
    /** Binary frames, each a protobuf message or, where that is smaller, the Zstandard frame of one. */
    PROTO_ZSTD("kefu.v1.proto+zstd", Opcode.BINARY) {
        @Override
        byte[] payload(EncodedFrame frame) {
            return frame.zstd();
        }

        // Nothing is gained by compressing twice.
        @Override
        byte[] deflated(EncodedFrame frame) {
            return NOTHING;
        }

        @Override
        Decoded<ClientFrame> decode(byte[] payload) throws BadFrameException {
            return FrameProto.decodeClient(FrameZstd.plain(payload));
        }
    };

    private static final byte[] NOTHING = {};

    private final String subprotocol;
    private final int opcode;

    Encoding(String subprotocol, int opcode) {
        this.subprotocol = subprotocol;
        this.opcode = opcode;
    }

    /** The name in {@code Sec-WebSocket-Protocol}. */
    public String subprotocol() {
        return subprotocol;
    }

    int opcode() {
        return opcode;
    }

    abstract byte[] payload(EncodedFrame frame);

    /** The payload in the form of permessage-deflate; empty when that is not smaller. */
    abstract byte[] deflated(EncodedFrame frame);

    abstract Decoded<ClientFrame> decode(byte[] payload) throws BadFrameException;
}
