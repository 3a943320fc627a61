package io.kefu.server.gateway;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.server.gateway.OutboundQueue.Offer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on which both sides speak whenever they like, whatever moves its bytes: how it closes, what waits to be written,
 * its heartbeat. Timers come from outside, through {@link #tick}.
 */
abstract class DuplexConnection implements LiveConnection {
    /** At one whose hello should have come, while what it said is being handled. */
    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(DuplexConnection.class);
    private static final VarHandle CLOSING = closing();

    final Gateway gateway;
    final OutboundQueue queue;
    final Heartbeat heartbeat;
    private final String id = Identifiers.random("k_");
    private final Handshake handshake;
    private final Agreed agreed;
    private volatile long openedNanos = System.nanoTime();

    private volatile Closing closing;
    private volatile boolean greeted;
    private volatile Object session;
    private ConnectionListener listener;
    private long nextTick; // the timer's own

    DuplexConnection(Gateway gateway, Handshake handshake, Agreed agreed) {
        this.gateway = gateway;
        this.handshake = handshake;
        this.agreed = agreed;
        this.queue = new OutboundQueue(gateway.limits().outboundBytes(), this::dropped);
        this.heartbeat = new Heartbeat(gateway.limits().heartbeat().toNanos(), openedNanos);
    }

    private static VarHandle closing() {
        try {
            return MethodHandles.lookup().findVarHandle(DuplexConnection.class, "closing", Closing.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // ---- what the road beneath does ----

    /** Something waits in the queue, and no writer runs. Any thread; never blocks. */
    abstract void startWriter();

    /** Since when one write has been under way, as {@link System#nanoTime}; 0 while none is. */
    abstract long writingSince();

    /** Nanoseconds after which a write that is stuck should be looked for. */
    abstract long longestLook();

    /** Whether a frame is handled later, by a thread that may wait; the parser is paused then. */
    boolean putAside(ClientFrame frame, int unknown) {
        return false;
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
        return agreed.encoding();
    }

    Agreed agreed() {
        return agreed;
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
        return closing == null;
    }

    @Override
    public long queuedBytes() {
        return queue.bytes();
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
        Offer offer = queue.offer(agreed.frame(frame, written, droppable));
        startIf(offer == Offer.QUEUED_FIRST);
        return offer;
    }

    private void startIf(boolean start) {
        if (start) {
            startWriter();
        }
    }

    private void dropped() {
        gateway.events().frameDropped(this);
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
        if (!CLOSING.compareAndSet(this, null, how)) {
            return false;
        }
        gateway.timers().add(this, how.deadlineNanos());
        startIf(queue.finish(Closing.payload(code, reason), discard));
        return true;
    }

    /** How it closes; null while it does not. */
    Closing how() {
        return closing;
    }

    void pong(byte[] payload) {
        startIf(queue.pong(payload));
    }

    // ---- its life ----

    ConnectionListener listener() {
        return listener;
    }

    /** Lets the room above and the timers know; before the first byte is heard. */
    void opened() {
        // The way here from the handshake may have been long, and is none of the client's.
        openedNanos = System.nanoTime();
        listener = gateway.opened(this);
        nextTick = nextTick(System.nanoTime());
        gateway.timers().add(this, nextTick);
    }

    /** Without a word: no close frame can be sent any more. True when this call decided how it closes. */
    boolean lost() {
        return CLOSING.compareAndSet(this, null, new Closing(CloseCode.ABNORMAL, "", System.nanoTime()));
    }

    /** The last call to the room above. */
    void tellClosed() {
        try {
            if (listener != null) {
                listener.onClosed(closing.code(), closing.reason());
            }
        } catch (RuntimeException e) {
            LOG.error("connection={} the listener failed at the close", id, e);
        }
    }

    /** Tells those who want to know that what they sent is with the kernel. */
    void tell(OutboundBatch batch) {
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
            frame.written.written(this, frame.frame, now);
        } catch (RuntimeException e) { // a fault of the room above must not end this connection's writer
            LOG.error("connection={} the listener of a written frame failed", id, e);
        }
    }

    // ---- timers ----

    @Override
    public void tick(long now) {
        look(now);
        Closing how = closing;
        if (how != null) {
            if (now - how.deadlineNanos() < 0) {
                gateway.timers().add(this, how.deadlineNanos());
            }
        } else if (now - nextTick >= 0) {
            nextTick = nextTick(now);
            gateway.timers().add(this, nextTick);
        }
    }

    private void look(long now) {
        Closing how = closing;
        long writing = writingSince();
        if (how != null) {
            if (now - how.deadlineNanos() >= 0) {
                cutOff();
            }
        } else if (writing != 0
                && now - writing >= gateway.limits().stuckWrite().toNanos()) {
            stuck();
        } else if (saysNothing(now)) {
            silent();
        } else {
            beat(now);
        }
    }

    /** What it has said may wait here for its turn: that is not its fault. */
    private boolean saysNothing(long now) {
        return !greeted
                && heartbeat.listening()
                && now - openedNanos >= gateway.limits().helloWait().toNanos();
    }

    /** Its time for a hello is over. On the timers' thread. */
    void silent() {
        closeSilent();
    }

    final void closeSilent() {
        if (!greeted) {
            close(CloseCode.NO_HELLO, "no hello");
        }
    }

    private long nextTick(long now) {
        long ahead = Math.min(
                heartbeat.dueIn(now), Math.min(longestLook(), gateway.timers().round()));
        long hello = openedNanos + gateway.limits().helloWait().toNanos() - now;
        return now + (greeted ? ahead : Math.min(ahead, hello > 0 ? hello : LOOK_AGAIN));
    }

    private void stuck() {
        if (CLOSING.compareAndSet(this, null, new Closing(CloseCode.OVERLOADED, "reads nothing", System.nanoTime()))) {
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
        startIf(queue.ping());
    }
}
