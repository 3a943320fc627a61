package io.kefu.server.gateway;

import io.helidon.common.socket.HelidonSocket;
import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.v1.ClientFrame;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inbound side of a WebSocket: reads the socket, feeds the parser, gives frames to the room above. One thread. */
final class WebSocketReader implements FrameEvents {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketReader.class);

    /** After a violation the peer gets a second to read our close frame before a reset could destroy it. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final WebSocketConnection connection;
    private final ConnectionListener listener;
    private final HelidonSocket socket;
    private final Outlet outlet;
    private final Heartbeat heartbeat;
    private final Gateway gateway;
    private final FrameParser parser;
    private final SocketWait wait;

    private long receivedNanos;
    private boolean peerClosed;
    private boolean failed; // the stream can no longer be parsed

    WebSocketReader(
            WebSocketConnection connection,
            ConnectionListener listener,
            HelidonSocket socket,
            Outlet outlet,
            Heartbeat heartbeat,
            SocketWait wait,
            Gateway gateway) {
        this.connection = connection;
        this.listener = listener;
        this.socket = socket;
        this.outlet = outlet;
        this.heartbeat = heartbeat;
        this.wait = wait;
        this.gateway = gateway;
        this.parser = new FrameParser(gateway.limits().maxMessageBytes(), this);
    }

    /**
     * Reads until the peer has closed, or the stream ends.
     *
     * @param early what came with the handshake, perhaps nothing
     * @return whether the peer sent a close frame
     */
    boolean run(byte[] early) {
        byte[] bytes = early.length > 0 ? early : next();
        while (bytes != null && !peerClosed) {
            receive(bytes);
            if (!peerClosed) {
                bytes = next();
            }
        }
        return peerClosed;
    }

    private byte[] next() {
        heartbeat.listening(true);
        wait.begin();
        try {
            return socket.get();
        } finally {
            wait.end();
        }
    }

    private void receive(byte[] bytes) {
        receivedNanos = System.nanoTime();
        heartbeat.listening(false); // while the room above works, bytes may wait in the kernel
        heartbeat.heard(receivedNanos);
        if (failed) {
            return; // read only so that the peer's last bytes do not turn our close into a reset
        }
        try {
            parser.feed(bytes, 0, bytes.length);
        } catch (ProtocolViolation e) {
            failed = true;
            gateway.events().protocolViolated(connection, e.closeCode());
            connection.close(e.closeCode(), e.getMessage(), false, LINGER);
        } catch (RuntimeException e) {
            failed = true; // the rest of these bytes is lost
            LOG.error("connection={} a frame's handling failed", connection.id(), e);
            connection.close(CloseCode.INTERNAL_ERROR, "internal error " + connection.id(), false, LINGER);
        }
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
            gateway.events().badFrame(connection, e.reason());
            connection.close(CloseCode.BAD_FRAME, e.getMessage());
        }
    }

    private void deliver(Decoded<ClientFrame> decoded) {
        switch (decoded) {
            case Decoded.Frame<ClientFrame>(ClientFrame frame, int unknown) -> {
                if (unknown > 0) {
                    gateway.events().unknownFields(connection, unknown);
                }
                listener.onFrame(frame, unknown, receivedNanos);
            }
            case Decoded.UnknownKind<ClientFrame>(String kind) -> listener.onUnknownKind(kind);
        }
    }

    @Override
    public void ping(byte[] payload) {
        outlet.pong(payload);
    }

    @Override
    public void pong() {
        // A byte came: that is all that a pong says.
    }

    /** Answered with the same code (RFC 6455, section 5.5.1), after what it was to be told before. */
    @Override
    public void closeFrame(int code, String reason) {
        peerClosed = true;
        connection.close(code, reason, false, gateway.limits().closeWait());
    }
}
