package io.kefu.server.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One whose threads wait: a reader that the web server gives, and a writer that exists only while there is something to write.
 * Nobody else ever writes, so a peer that reads slowly stalls its own writer and no sender.
 */
abstract class WaitingConnection extends DuplexConnection {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingConnection.class);

    /** Of the reader, for the peer. */
    final SocketWait readWait = new SocketWait();

    private final SocketWait writeWait = new SocketWait();
    private volatile long writeBegan; // 0 while no write is under way

    WaitingConnection(Gateway gateway, Handshake handshake, Agreed agreed) {
        super(gateway, handshake, agreed);
    }

    /** Writes it whole, however long that takes; throws what the web server throws, by kind of failure. */
    abstract void write(OutboundBatch batch);

    /** It was written, and those who want to know were told. */
    void written(OutboundBatch batch) {}

    /** A write failed: the peer is gone, or was cut off. */
    abstract void writeFailed();

    @Override
    void startWriter() {
        Thread.startVirtualThread(this::drain);
    }

    private void drain() {
        int merge = gateway.limits().mergeBytes();
        try {
            for (OutboundBatch batch = queue.take(merge); batch != null; batch = queue.take(merge)) {
                timed(batch);
                queue.written(batch);
                tell(batch);
                written(batch);
            }
        } catch (RuntimeException e) { // the web server's own
            LOG.debug("connection={} write failed", id(), e);
            writeFailed();
        }
    }

    private void timed(OutboundBatch batch) {
        writeBegan = System.nanoTime() | 1; // never 0
        writeWait.begin();
        try {
            write(batch);
        } finally {
            writeWait.end();
            writeBegan = 0;
        }
    }

    /** Ends a write that is under way. */
    void wakeWriter() {
        writeWait.wake();
    }

    /** Ends whatever waits for the peer. */
    void wake() {
        writeWait.wake();
        readWait.wake();
    }

    @Override
    long writingSince() {
        return writeBegan;
    }

    @Override
    long longestLook() {
        return gateway.limits().stuckWrite().dividedBy(4).toNanos();
    }
}
