package io.kefu.server.gateway;

import io.kefu.protocol.v1.ClientFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket whose bytes a {@link SocketLoop} moves. Idle it holds no buffer and no thread. A frame whose handling may
 * wait is handled, with whatever came after it, on a virtual thread; meanwhile nothing is read. Everything without another
 * word belongs to the loop's thread.
 */
final class LoopConnection extends DuplexConnection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopConnection.class);
    /** Writes of one connection before others have their turn. */
    private static final int MOST_BATCHES = 4;

    private final SocketLoop loop;
    private final SocketChannel channel;
    private final Inbound inbound;
    private SelectionKey key;
    private OutboundBatch batch; // being written
    private ByteBuffer left; // of that batch; null while the kernel takes all
    private volatile long writeBegan; // 0 while no write waits for the peer
    private volatile boolean looking; // the loop is to read once more for a hello
    private volatile long lookAt; // when the timer looks whether a write is stuck
    private boolean gone;

    // While a virtual thread works these are its own.
    private boolean working;
    private PutAside aside;
    private byte[] unread;

    private record PutAside(ClientFrame frame, int unknown) {}

    LoopConnection(Gateway gateway, Handshake handshake, Agreed agreed, SocketChannel channel, SocketLoop loop) {
        super(gateway, handshake, agreed);
        this.channel = channel;
        this.loop = loop;
        this.inbound = new Inbound(this);
    }

    /** Begins; {@code early} came with the handshake. Any thread. */
    void begin(byte[] early) {
        loop.execute(() -> begun(early));
    }

    private void begun(byte[] early) {
        try {
            key = loop.register(channel, this);
            opened();
            heartbeat.listening(true);
            if (early.length > 0) {
                received(early, early.length);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("connection={} could not begin", id(), e);
            finish();
        }
    }

    // ---- reading ----

    /** The socket is ready for something. */
    void ready(SelectionKey ready) {
        try {
            if (ready.isWritable()) {
                run();
            }
            if (!gone && ready.isReadable()) {
                read();
            }
        } catch (CancelledKeyException e) {
            LOG.trace("connection={} was closed in this round", id(), e);
        }
    }

    private void read() {
        int count;
        try {
            count = loop.read(channel);
        } catch (IOException e) {
            LOG.debug("connection={} reset", id(), e);
            if (open()) {
                gateway.events().peerReset(this);
            }
            finish();
            return;
        }
        if (count > 0) {
            received(loop.bytes(), count);
        } else if (count < 0) {
            if (open()) {
                gateway.events().peerHalfClosed(this);
            }
            finish();
        }
    }

    private void received(byte[] bytes, int count) {
        long now = System.nanoTime();
        heartbeat.heard(now);
        int at = inbound.receive(bytes, 0, count, now);
        if (aside != null) {
            unread = at < count ? Arrays.copyOfRange(bytes, at, count) : null;
            work();
        } else if (inbound.peerClosed()) {
            peerClosed();
        }
    }

    private void peerClosed() {
        if (queue.ended()) {
            finish();
        } else {
            interest(SelectionKey.OP_READ, false);
        }
    }

    /** What it said may wait in the kernel where its loop is late: that is read first. */
    @Override
    void silent() {
        if (!looking) { // set by the timers' thread alone
            looking = true;
            loop.execute(this::lookOnce);
        }
    }

    private void lookOnce() {
        looking = false;
        if (open() && !gone && !working) {
            read();
        }
        if (!gone && !working) {
            closeSilent();
        }
    }

    // ---- what may wait ----

    @Override
    boolean putAside(ClientFrame frame, int unknown) {
        if (working || !listener().mayWait(frame)) {
            return false;
        }
        aside = new PutAside(frame, unknown);
        inbound.pause();
        return true;
    }

    private void work() {
        working = true;
        heartbeat.listening(false); // bytes may wait in the kernel
        interest(SelectionKey.OP_READ, false);
        Thread.startVirtualThread(this::handle);
    }

    /** On the virtual thread: what was put aside, and all that came after it. */
    private void handle() {
        PutAside first = aside;
        byte[] rest = unread;
        aside = null;
        unread = null;
        try {
            inbound.handle(first.frame(), first.unknown());
            if (rest != null && !inbound.peerClosed()) {
                inbound.receive(rest, 0, rest.length, System.nanoTime());
            }
        } finally {
            loop.execute(this::worked);
        }
    }

    private void worked() {
        working = false;
        if (gone) {
            Thread.startVirtualThread(this::tellClosed);
        } else if (inbound.peerClosed()) {
            peerClosed();
        } else {
            heartbeat.heard(System.nanoTime());
            heartbeat.listening(true);
            interest(SelectionKey.OP_READ, true);
        }
    }

    // ---- writing ----

    @Override
    void startWriter() {
        loop.execute(this);
    }

    /** Writes what waits, as far as the peer takes it. */
    @Override
    public void run() {
        if (gone) {
            return;
        }
        try {
            for (int i = 0; i < MOST_BATCHES; i++) {
                if (batch == null) {
                    batch = queue.take(gateway.limits().mergeBytes());
                    if (batch == null) {
                        return;
                    }
                    left = loop.write(channel, batch);
                } else {
                    left = loop.rest(channel, left);
                }
                if (left != null) {
                    blocked();
                    return;
                }
                written();
                if (gone) {
                    return;
                }
            }
            loop.execute(this); // others first
        } catch (IOException e) {
            LOG.debug("connection={} write failed", id(), e);
            if (open()) {
                gateway.events().peerReset(this);
            }
            finish();
        }
    }

    private void blocked() {
        if (writeBegan == 0) {
            long now = System.nanoTime();
            writeBegan = now | 1; // never 0
            lookWhetherStuck(now);
            interest(SelectionKey.OP_WRITE, true);
        }
    }

    private void written() {
        if (writeBegan != 0) {
            writeBegan = 0;
            interest(SelectionKey.OP_WRITE, false);
        }
        OutboundBatch done = batch;
        batch = null;
        queue.written(done);
        tell(done);
        if (done.closes() && !working && inbound.peerClosed()) {
            finish();
        }
    }

    @Override
    long writingSince() {
        return writeBegan;
    }

    @Override
    long longestLook() {
        return Long.MAX_VALUE; // looked for from the moment a write waits
    }

    /** One look ahead at a time, however often the peer makes a write wait. */
    private void lookWhetherStuck(long now) {
        if (now - lookAt >= 0 || lookAt == 0) {
            lookAt = (now + gateway.limits().stuckWrite().toNanos()) | 1;
            gateway.timers().add(this, lookAt);
        }
    }

    @Override
    public void tick(long now) {
        super.tick(now);
        long writing = writeBegan;
        if (open() && writing != 0 && now - lookAt >= 0) {
            lookAt = (writing + gateway.limits().stuckWrite().toNanos()) | 1;
            gateway.timers().add(this, lookAt);
        }
    }

    // ---- the end ----

    @Override
    public void cutOff() {
        loop.execute(this::finish);
    }

    void finish() {
        if (gone) {
            return;
        }
        gone = true;
        lost();
        queue.abandon();
        batch = null;
        left = null;
        closeChannel();
        gateway.closed(this, how().code());
        if (!working) {
            Thread.startVirtualThread(this::tellClosed);
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.trace("connection={} was closed before", id(), e);
        }
    }

    private void interest(int operation, boolean wanted) {
        if (key.isValid()) {
            if (wanted) {
                key.interestOpsOr(operation);
            } else {
                key.interestOpsAnd(~operation);
            }
        }
    }
}
