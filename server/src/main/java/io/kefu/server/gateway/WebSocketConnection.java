package io.kefu.server.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.kefu.protocol.EncodedFrame;
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
final class WebSocketConnection implements Connection, ServerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);
    private static final byte[] NOTHING = {};

    private final String id = Identifiers.random("k_");
    private final Gateway gateway;
    private final Handshake handshake;
    private final Encoding encoding;
    private final byte[] acceptance; // the 101
    private final HelidonSocket socket;
    private final DataReader early;
    private final Outlet outlet;
    private final Heartbeat heartbeat;
    private final SocketWait readWait = new SocketWait();
    private final long openedNanos = System.nanoTime();
    private final AtomicReference<Closing> closing = new AtomicReference<>();

    private ConnectionListener listener;
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
        this.outlet = new Outlet(this, socket, gateway);
        this.heartbeat = new Heartbeat(gateway.limits().heartbeat().toNanos(), openedNanos);
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

    /** True when this call decided how the connection closes. */
    boolean close(int code, String reason, boolean discard, Duration wait) {
        Closing how = new Closing(code, reason, System.nanoTime() + wait.toNanos());
        if (!closing.compareAndSet(null, how)) {
            return false;
        }
        outlet.finish(Closing.payload(code, reason), discard);
        return true;
    }

    // ---- the connection's life, on the web server's thread ----

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
        byte[] first = early.available() > 0 ? early.readBytes(early.available()) : NOTHING;
        WebSocketReader reader = new WebSocketReader(this, listener, socket, outlet, heartbeat, readWait, gateway);
        if (reader.run(first)) {
            outlet.awaitClosed(closing.get().deadlineNanos());
        }
    }

    private void finish() {
        closing.compareAndSet(null, new Closing(CloseCode.ABNORMAL, "", System.nanoTime()));
        outlet.abandon();
        outlet.wake(); // or closing could wait for it
        closeSocket();
        gateway.closed(this, closing.get().code());
        try {
            if (listener != null) {
                listener.onClosed(closing.get().code(), closing.get().reason());
            }
        } catch (RuntimeException e) {
            LOG.error("connection={} the listener failed at the close", id, e);
        }
    }

    // ---- timers ----

    /** What time brings; called by the one scheduler a few times a second, never blocks. */
    void tick(long now) {
        Closing how = closing.get();
        if (how != null) {
            if (now - how.deadlineNanos() > 0) {
                cutOff();
            }
        } else if (outlet.stuck(now)) {
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
        switch (heartbeat.at(now)) {
            case NOTHING -> {}
            case PING -> ping();
            case PING_AFTER_TIMEOUT -> {
                gateway.events().heartbeatTimeout(this);
                ping();
            }
            case DEAD -> close(CloseCode.HEARTBEAT_TIMEOUT, "heartbeat timeout");
        }
    }

    private void ping() {
        gateway.events().heartbeatExpected(this);
        outlet.ping();
    }

    /** A write failed: the peer is gone. */
    void lost() {
        closing.compareAndSet(null, new Closing(CloseCode.ABNORMAL, "", System.nanoTime()));
        cutOff();
    }

    /** Closes the socket and wakes who waits in it; on a thread of its own, because TLS may write a farewell. */
    void cutOff() {
        outlet.wake();
        readWait.wake();
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
