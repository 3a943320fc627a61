package io.kefu.server.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.server.gateway.OutboundQueue.Offer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket on the web server's own virtual thread, which is its reader; works over plain TCP and over TLS. Timers
 * come from outside, through {@link #tick}.
 */
final class WebSocketConnection implements Connection, ServerConnection, FrameEvents {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    /** After a violation the peer gets a second to read our close frame before a reset could destroy it. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final String id = Identifiers.random("k_");
    private final Gateway gateway;
    private final Handshake handshake;
    private final Encoding encoding;
    private final byte[] acceptance; // the 101
    private final HelidonSocket socket;
    private final DataReader early;
    private final Outlet outlet;
    private final FrameParser parser;
    private final Heartbeat heartbeat;
    private final long openedNanos = System.nanoTime();
    private final AtomicReference<Closing> closing = new AtomicReference<>();

    private ConnectionListener listener;
    private long receivedNanos;
    private boolean peerClosed;
    private boolean failed; // the stream can no longer be parsed
    private volatile boolean reading; // false while the room above works on what came
    private volatile boolean greeted;
    private volatile Object session;

    WebSocketConnection(
            Gateway gateway, ConnectionContext context, Handshake handshake, Encoding encoding, byte[] acceptance) {
        this.gateway = gateway;
        this.handshake = handshake;
        this.encoding = encoding;
        this.acceptance = acceptance;
        this.socket = context.serverSocket();
        this.early = context.dataReader();
        GatewayLimits limits = gateway.limits();
        this.outlet = new Outlet(this, socket, limits);
        this.parser = new FrameParser(limits.maxMessageBytes(), this);
        this.heartbeat = new Heartbeat(limits.heartbeat().toNanos(), openedNanos);
    }

    // ---- Connection ----

    @Override
    public String id() {
        return id;
    }

    @Override
    public String transport() {
        return "websocket";
    }

    @Override
    public Encoding encoding() {
        return encoding;
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public boolean send(EncodedFrame frame, Written written) {
        Offer offer = offer(frame, written, false);
        if (offer == Offer.OVERFLOW) {
            slowConsumer();
        }
        return offer == Offer.QUEUED || offer == Offer.QUEUED_FIRST;
    }

    @Override
    public boolean sendDroppable(EncodedFrame frame) {
        Offer offer = offer(frame, null, true);
        if (offer == Offer.DROPPED) {
            gateway.events().frameDropped(this);
        }
        return offer == Offer.QUEUED || offer == Offer.QUEUED_FIRST;
    }

    @Override
    public void close(int code, String reason) {
        close(code, reason, false, gateway.limits().closeWait());
    }

    @Override
    public boolean open() {
        return closing.get() == null;
    }

    @Override
    public long queuedBytes() {
        return outlet.queuedBytes();
    }

    @Override
    public void greeted() {
        greeted = true;
    }

    @Override
    public void attach(Object newSession) {
        session = newSession;
    }

    @Override
    public <T> T session(Class<T> type) {
        Object attached = session;
        return type.isInstance(attached) ? type.cast(attached) : null;
    }

    private Offer offer(EncodedFrame frame, Written written, boolean droppable) {
        if (!open()) {
            return Offer.CLOSED;
        }
        byte[] payload = encoding.payload(frame);
        return outlet.offer(new OutboundFrame(encoding.opcode(), payload, frame, written, droppable));
    }

    private void slowConsumer() {
        if (close(
                CloseCode.OVERLOADED, "reads too slowly", true, gateway.limits().closeWait())) {
            gateway.events().slowConsumerClosed(this);
        }
    }

    private boolean close(int code, String reason, boolean discard, Duration wait) {
        Closing how = new Closing(code, reason, System.nanoTime() + wait.toNanos());
        if (!closing.compareAndSet(null, how)) {
            return false;
        }
        outlet.finish(Closing.payload(code, reason), discard);
        return true;
    }

    // ---- the reader ----

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            socket.write(BufferData.create(acceptance));
            listener = gateway.opened(this);
            serve();
        } catch (UncheckedIOException e) {
            LOG.debug("connection={} lost", id, e);
        } catch (RuntimeException e) {
            LOG.error("connection={} failed", id, e);
            close(CloseCode.INTERNAL_ERROR, "internal error " + id);
        } finally {
            finish();
        }
    }

    private void serve() throws InterruptedException {
        byte[] bytes = early.available() > 0 ? early.readBytes(early.available()) : next();
        while (bytes != null && !peerClosed) {
            receive(bytes);
            if (!peerClosed) {
                bytes = next();
            }
        }
        Closing how = closing.get();
        if (peerClosed && how != null) {
            outlet.awaitClosed(how.deadlineNanos());
        }
    }

    private byte[] next() {
        reading = true;
        return socket.get();
    }

    private void receive(byte[] bytes) {
        receivedNanos = System.nanoTime();
        reading = false;
        heartbeat.heard(receivedNanos);
        if (failed) {
            return; // only so that the peer's last bytes do not turn our close into a reset
        }
        try {
            parser.feed(bytes, 0, bytes.length);
        } catch (ProtocolViolation e) {
            failed = true;
            gateway.events().protocolViolated(this, e.closeCode());
            close(e.closeCode(), e.getMessage(), false, LINGER);
        } catch (RuntimeException e) {
            failed = true; // the rest of these bytes is lost
            LOG.error("connection={} a frame's handling failed", id, e);
            close(CloseCode.INTERNAL_ERROR, "internal error " + id, false, LINGER);
        }
    }

    private void finish() {
        closing.compareAndSet(null, new Closing(CloseCode.ABNORMAL, "", System.nanoTime()));
        outlet.abandon();
        closeSocket();
        gateway.closed(this, closing.get().code());
        told(closing.get());
    }

    private void told(Closing how) {
        try {
            if (listener != null) {
                listener.onClosed(how.code(), how.reason());
            }
        } catch (RuntimeException e) {
            LOG.error("connection={} the listener failed at the close", id, e);
        }
    }

    // ---- FrameEvents ----

    @Override
    public void message(boolean text, byte[] payload) throws ProtocolViolation {
        if (!open()) {
            return;
        }
        if (text != (encoding == Encoding.JSON)) {
            throw new ProtocolViolation(
                    CloseCode.UNSUPPORTED_DATA,
                    encoding.subprotocol() + " has " + (text ? "binary" : "text") + " messages only");
        }
        try {
            deliver(encoding.decode(payload));
        } catch (BadFrameException e) {
            gateway.events().badFrame(this, e.reason());
            close(CloseCode.BAD_FRAME, e.getMessage());
        }
    }

    private void deliver(Decoded<ClientFrame> decoded) {
        switch (decoded) {
            case Decoded.Frame<ClientFrame>(ClientFrame frame, int unknown) -> {
                if (unknown > 0) {
                    gateway.events().unknownFields(this, unknown);
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

    /** Answered at once with the same code (RFC 6455, section 5.5.1); what was queued would no longer be heard. */
    @Override
    public void closeFrame(int code, String reason) {
        peerClosed = true;
        close(code, reason, true, gateway.limits().closeWait());
    }

    // ---- timers and ends ----

    /** What time brings; called by the one scheduler a few times a second, never blocks. */
    void tick(long now) {
        Closing how = closing.get();
        if (how != null) {
            if (now - how.deadlineNanos() > 0) {
                cutOff();
            }
        } else if (outlet.stuck(now, gateway.limits().stuckWrite().toNanos())) {
            stuck();
        } else if (!greeted && now - openedNanos > gateway.limits().helloWait().toNanos()) {
            close(CloseCode.NO_HELLO, "no hello");
        } else {
            beat(now);
        }
    }

    private void stuck() {
        if (closing.compareAndSet(null, new Closing(CloseCode.OVERLOADED, "reads nothing", System.nanoTime()))) {
            gateway.events().writeStuck(this);
            cutOff();
        }
    }

    private void beat(long now) {
        if (!reading) {
            heartbeat.heard(now); // bytes may wait in the kernel while the room above is busy
        }
        switch (heartbeat.at(now)) {
            case NOTHING -> {}
            case PING -> ping(false);
            case PING_AFTER_TIMEOUT -> ping(true);
            case DEAD -> close(CloseCode.HEARTBEAT_TIMEOUT, "heartbeat timeout");
        }
    }

    private void ping(boolean afterTimeout) {
        if (afterTimeout) {
            gateway.events().heartbeatTimeout(this);
        }
        gateway.events().heartbeatExpected(this);
        outlet.ping();
    }

    /** Closes the socket, which wakes reader and writer; on a thread of its own, because TLS may write a farewell. */
    void cutOff() {
        outlet.interrupt(); // a writer inside TLS holds the lock that closing needs
        Thread.startVirtualThread(this::closeSocket);
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (UncheckedIOException e) {
            LOG.trace("connection={} was closed before", id, e);
        }
    }

    // ---- ServerConnection ----

    /** Never idle for the web server: the heartbeat ends silent connections. */
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    /** The web server stops. */
    @Override
    public void close(boolean interrupt) {
        close(CloseCode.GOING_AWAY, "the server is leaving");
        if (interrupt) {
            cutOff();
        }
    }
}
