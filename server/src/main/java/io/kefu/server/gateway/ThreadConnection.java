package io.kefu.server.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket on the web server's own virtual thread, which is its reader; works over plain TCP and over TLS.
 */
final class ThreadConnection extends WaitingConnection implements ServerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadConnection.class);

    private final byte[] acceptance; // the 101
    private final HelidonSocket socket;
    private final DataReader early;

    ThreadConnection(
            Gateway gateway, ConnectionContext context, Handshake handshake, Agreed agreed, byte[] acceptance) {
        super(gateway, handshake, agreed);
        this.acceptance = acceptance;
        this.socket = context.serverSocket();
        this.early = context.dataReader();
    }

    // ---- reading, on the web server's thread ----

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            socket.write(BufferData.create(acceptance));
            opened();
            serve();
        } catch (UncheckedIOException e) {
            LOG.debug("connection={} lost", id(), e);
            if (open()) {
                gateway.events().peerReset(this);
            }
        } catch (RuntimeException e) {
            LOG.error("connection={} failed", id(), e);
            close(CloseCode.INTERNAL_ERROR, "internal error " + id());
        } finally {
            finish();
        }
    }

    private void serve() throws InterruptedException {
        Inbound inbound = new Inbound(this);
        byte[] bytes = early.available() > 0 ? early.readBytes(early.available()) : next();
        while (bytes != null) {
            long now = System.nanoTime();
            heartbeat.listening(false); // while the room above works, bytes may wait in the kernel
            heartbeat.heard(now);
            inbound.receive(bytes, 0, bytes.length, now);
            if (inbound.peerClosed()) {
                queue.awaitClosed(how().deadlineNanos());
                return;
            }
            bytes = next();
        }
        if (open()) {
            gateway.events().peerHalfClosed(this);
        }
    }

    private byte[] next() {
        heartbeat.listening(true);
        readWait.begin();
        try {
            return socket.get();
        } finally {
            readWait.end();
        }
    }

    private void finish() {
        lost();
        queue.abandon();
        wakeWriter(); // or closing could wait for it
        closeSocket();
        gateway.closed(this, how().code());
        tellClosed();
    }

    // ---- writing ----

    @Override
    void write(OutboundBatch batch) {
        socket.write(BufferData.create(batch.bytes()));
    }

    @Override
    void writeFailed() {
        queue.abandon();
        lost();
        cutOff();
    }

    /** Closes the socket and wakes who waits in it; on a thread of its own, because TLS may write a farewell. */
    @Override
    public void cutOff() {
        wake();
        Thread.startVirtualThread(this::closeSocket);
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (UncheckedIOException e) {
            LOG.trace("connection={} was closed before", id(), e);
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
