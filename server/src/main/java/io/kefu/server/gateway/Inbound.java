package io.kefu.server.gateway;

import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.v1.ClientFrame;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inbound side of a WebSocket: bytes in, frames to the room above. One thread at a time. */
final class Inbound implements FrameEvents {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    /** After a violation the peer gets a second to read our close frame before a reset could destroy it. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final DuplexConnection connection;
    private final FrameParser parser;

    private long receivedNanos;
    private boolean peerClosed;
    private boolean failed; // the stream can no longer be parsed

    Inbound(DuplexConnection connection) {
        this.connection = connection;
        this.parser = new FrameParser(
                connection.gateway.limits().maxMessageBytes(),
                connection.agreed().deflate(),
                this);
    }

    /** Whether the peer has sent its close frame. */
    boolean peerClosed() {
        return peerClosed;
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @return how far it came; less than {@code to} only after {@link #pause}
     */
    int receive(byte[] bytes, int from, int to, long now) {
        receivedNanos = now;
        if (failed) {
            return to; // read only so that the peer's last bytes do not turn our close into a reset
        }
        try {
            return parser.feed(bytes, from, to);
        } catch (ProtocolViolation e) {
            failed = true;
            connection.gateway.events().protocolViolated(connection, e.closeCode());
            connection.close(e.closeCode(), e.getMessage(), false, LINGER);
        } catch (RuntimeException e) {
            failed(e);
        }
        return to;
    }

    /** Reads no further than the end of the frame that is being told of. */
    void pause() {
        parser.pause();
    }

    /** A frame that was put aside, now on a thread that may wait. */
    void handle(ClientFrame frame, int unknown) {
        try {
            connection.listener().onFrame(frame, unknown, receivedNanos);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** The rest of the bytes at hand is lost. */
    private void failed(RuntimeException fault) {
        failed = true;
        LOG.error("connection={} a frame's handling failed", connection.id(), fault);
        connection.close(CloseCode.INTERNAL_ERROR, "internal error " + connection.id(), false, LINGER);
    }

    @Override
    public void message(boolean text, byte[] payload) throws ProtocolViolation {
        if (!connection.open()) {
            return;
        }
        Encoding encoding = connection.encoding();
        if (text != (encoding == Encoding.JSON)) {
            throw new ProtocolViolation(
                    CloseCode.UNSUPPORTED_DATA,
                    encoding.subprotocol() + " has " + (text ? "binary" : "text") + " messages only");
        }
        try {
            deliver(encoding.decode(payload));
        } catch (BadFrameException e) {
            connection.gateway.events().badFrame(connection, e.reason());
            connection.close(CloseCode.BAD_FRAME, e.getMessage());
        }
    }

    private void deliver(Decoded<ClientFrame> decoded) {
        switch (decoded) {
            case Decoded.Frame<ClientFrame>(ClientFrame frame, int unknown) -> {
                if (unknown > 0) {
                    connection.gateway.events().unknownFields(connection, unknown);
                }
                if (!connection.putAside(frame, unknown)) {
                    connection.listener().onFrame(frame, unknown, receivedNanos);
                }
            }
            case Decoded.UnknownKind<ClientFrame>(String kind) ->
                connection.listener().onUnknownKind(kind);
        }
    }

    @Override
    public void ping(byte[] payload) {
        connection.pong(payload);
    }

    @Override
    public void pong() {
        // A byte came: that is all that a pong says.
    }

    /** Answered with the same code (RFC 6455, section 5.5.1), after what it was to be told before. */
    @Override
    public void closeFrame(int code, String reason) {
        peerClosed = true;
        connection.close(code, reason, false, connection.gateway.limits().closeWait());
    }
}
