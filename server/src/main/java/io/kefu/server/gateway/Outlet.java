package io.kefu.server.gateway;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.kefu.server.gateway.OutboundQueue.Offer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one connection's queue to its socket, merging what waits into one write. The writer is a virtual thread that
 * exists only while there is something to write: an idle connection has none. Nobody else ever writes, so a peer that
 * reads slowly stalls its own writer and no sender.
 */
final class Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);

    private final WebSocketConnection connection;
    private final HelidonSocket socket;
    private final OutboundQueue queue;
    private final int merge;
    private final long longestWrite;
    private volatile long writeBegan; // 0 while no write is under way
    private final SocketWait wait = new SocketWait();

    Outlet(WebSocketConnection connection, HelidonSocket socket, Gateway gateway) {
        this.connection = connection;
        this.socket = socket;
        this.queue = new OutboundQueue(
                gateway.limits().outboundBytes(), () -> gateway.events().frameDropped(connection));
        this.merge = gateway.limits().mergeBytes();
        this.longestWrite = gateway.limits().stuckWrite().toNanos();
    }

    Offer offer(OutboundFrame frame) {
        Offer offer = queue.offer(frame);
        startIf(offer == Offer.QUEUED_FIRST);
        return offer;
    }

    void ping() {
        startIf(queue.ping());
    }

    void pong(byte[] payload) {
        startIf(queue.pong(payload));
    }

    void finish(byte[] closePayload, boolean discard) {
        startIf(queue.finish(closePayload, discard));
    }

    void abandon() {
        queue.abandon();
    }

    void awaitClosed(long deadlineNanos) throws InterruptedException {
        queue.awaitClosed(deadlineNanos);
    }

    long queuedBytes() {
        return queue.bytes();
    }

    /** Whether one write has been under way for longer than it may. */
    boolean stuck(long now) {
        long began = writeBegan;
        return began != 0 && now - began > longestWrite;
    }

    private void startIf(boolean start) {
        if (start) {
            Thread.startVirtualThread(this::drain);
        }
    }

    /** Wakes a writer that waits for the peer. */
    void wake() {
        wait.wake();
    }

    private void drain() {
        try {
            for (OutboundBatch batch = queue.take(merge); batch != null; batch = queue.take(merge)) {
                write(batch.bytes());
                queue.written(batch);
                tell(batch);
            }
        } catch (RuntimeException e) { // the socket's own, by kind of socket; the peer is gone either way
            LOG.debug("connection={} write failed", connection.id(), e);
            queue.abandon();
            connection.lost();
        }
    }

    private void write(byte[] bytes) {
        writeBegan = System.nanoTime() | 1; // never 0
        wait.begin();
        try {
            socket.write(BufferData.create(bytes));
        } finally {
            wait.end();
        }
        writeBegan = 0;
    }

    private void tell(OutboundBatch batch) {
        long now = 0;
        for (OutboundFrame frame = batch.first(); frame != null; frame = frame.next) {
            if (frame.written != null) {
                now = now == 0 ? System.nanoTime() : now;
                tell(frame, now);
            }
        }
    }

    private void tell(OutboundFrame frame, long now) {
        try {
            frame.written.written(connection, frame.frame, now);
        } catch (RuntimeException e) { // a fault of the room above must not end this connection's writer
            LOG.error("connection={} the listener of a written frame failed", connection.id(), e);
        }
    }
}
