package io.kefu.kefuctl.load.wire;

import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.FrameJson;
import io.kefu.protocol.FrameProto;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The two forms of a frame on a WebSocket. */
public enum Codec {
    JSON,
    PROTO;

    /** One for even numbers, the other for odd ones. */
    public static Codec alternating(int number) {
        return number % 2 == 0 ? JSON : PROTO;
    }

    /** What {@code Sec-WebSocket-Protocol} calls it. */
    public String subprotocol() {
        return "kefu.v1." + name().toLowerCase(Locale.ROOT);
    }

    /** Whether its frames are text. */
    public boolean text() {
        return this == JSON;
    }

    public byte[] encode(ClientFrame frame) {
        return this == JSON ? FrameJson.encode(frame) : frame.toByteArray();
    }

    /** Empty for a kind that is not known here. */
    public Optional<ServerFrame> decode(byte[] payload) throws IOException {
        try {
            Decoded<ServerFrame> decoded =
                    this == JSON ? FrameJson.decodeServer(payload) : FrameProto.decodeServer(payload);
            return decoded instanceof Decoded.Frame<ServerFrame> known ? Optional.of(known.frame()) : Optional.empty();
        } catch (BadFrameException e) {
            throw new IOException("the server sent what is no frame: " + e.getMessage(), e);
        }
    }
}
