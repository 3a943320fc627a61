package io.kefu.server.gateway;

import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.gateway.EventLog.Event;
import io.kefu.server.gateway.OutboundQueue.Offer;
import io.kefu.storage.accounts.PrincipalKey;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that comes by HTTP requests: it says one frame in each {@code POST} and hears by long polls or one stream. It
 * outlives them all, for two and a half heartbeats without any.
 */
final class HttpConnection implements LiveConnection {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    /** For the answer to a frame, such as the journal's commit. */
    static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    /** As {@link GatewayLimits#closeWait}, where everybody has to leave. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);

    /** A stream ends after so many heartbeats in which its client said nothing; a client that lives opens it anew. */
    private static final int HEARTBEATS_OF_A_STREAM = 12;

    final Gateway gateway;
    private final HttpConnections home;
    private final String id = Identifiers.random("k_");
    private final Handshake handshake;
    private final PrincipalKey owner;
    private final EventLog log;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Exchanges exchanges = new Exchanges();
    private final Readers readers = new Readers(this);
    private final AtomicReference<Closing> closing = new AtomicReference<>();
    private final AtomicBoolean gone = new AtomicBoolean();

    private ConnectionListener listener;
    private volatile String transport;
    private volatile Object session;
    private volatile long heard = System.nanoTime();

    HttpConnection(Gateway gateway, HttpConnections home, Handshake handshake, PrincipalKey owner, Carrier carrier) {
        this.gateway = gateway;
        this.home = home;
        this.handshake = handshake;
        this.owner = owner;
        this.transport = carrier.word();
        this.log = new EventLog(
                gateway.limits().outboundBytes(),
                gateway.limits().mergeBytes(),
                () -> gateway.events().frameDropped(this));
    }

    /** What a client hears by. */
    enum Carrier {
        LONG_POLL,
        SSE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    // ---- Connection ----

    @Override
    public String id() {
        return id;
    }

    @Override
    public String transport() {
        return transport;
    }

    @Override
    public Encoding encoding() {
        return Encoding.JSON;
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public boolean send(EncodedFrame frame, Written written) {
        if (exchanges.take(frame)) {
            return true;
        }
        Offer offer = offer(frame, written, false);
        if (offer == Offer.OVERFLOW && close(CloseCode.OVERLOADED, "reads too slowly", true)) {
            gateway.events().slowConsumerClosed(this);
        }
        return offer == Offer.QUEUED;
    }

    @Override
    public boolean sendDroppable(EncodedFrame frame) {
        return offer(frame, null, true) == Offer.QUEUED;
    }

    private Offer offer(EncodedFrame frame, Written written, boolean droppable) {
        return open()
                ? log.offer(new OutboundFrame(Opcode.TEXT, frame.json(), frame, written, droppable))
                : Offer.CLOSED;
    }

    @Override
    public void close(int code, String reason) {
        close(code, reason, false);
    }

    @Override
    public boolean open() {
        return closing.get() == null;
    }

    @Override
    public long queuedBytes() {
        return log.bytes();
    }

    /** Nothing to do: it begins with a hello. */
    @Override
    public void greeted() {}

    @Override
    public void attach(Object newSession) {
        session = newSession;
    }

    @Override
    public <T> T session(Class<T> type) {
        Object attached = session;
        return type.isInstance(attached) ? type.cast(attached) : null;
    }

    // ---- its life ----

    /** Lets the room above and the timers know; before the first frame is told. */
    void opened() {
        turn.lock(); // who closes it meanwhile tells the listener afterwards
        try {
            listener = gateway.opened(this);
        } finally {
            turn.unlock();
        }
        gateway.timers().add(this, System.nanoTime() + silence());
    }

    PrincipalKey owner() {
        return owner;
    }

    /** How it ends, or has ended; null while it does not. */
    Closing how() {
        return closing.get();
    }

    private boolean close(int code, String reason, boolean discard) {
        Closing how =
                new Closing(code, reason, System.nanoTime() + lingers(code).toNanos());
        if (!closing.compareAndSet(null, how)) {
            return false;
        }
        log.close(discard);
        gateway.timers().add(this, how.deadlineNanos());
        exchanges.endAll(error(how));
        Thread.startVirtualThread(this::tellClosed);
        return true;
    }

    /** How long a client that hears nothing at the moment may come and hear how it ended. */
    private Duration lingers(int code) {
        Duration wait = gateway.limits().closeWait();
        boolean soon = code == CloseCode.GOING_AWAY && !readers.hear(); // the server wants to stop
        return soon && wait.compareTo(SHORT_WAIT) > 0 ? SHORT_WAIT : wait;
    }

    static EncodedFrame error(Closing how) {
        return SessionFrames.error(CloseCode.error(how.code()), how.reason(), "", 0);
    }

    /** After the frame that is being handled. */
    private void tellClosed() {
        turn.lock();
        try {
            listener.onClosed(how().code(), how().reason());
        } catch (RuntimeException e) {
            LOG.error("connection={} the listener failed at the close", id, e);
        } finally {
            turn.unlock();
        }
    }

    /** It was told how it ended, or does not come to hear it. */
    @Override
    public void cutOff() {
        close(CloseCode.ABNORMAL, "", true);
        readers.cutOff();
        if (gone.compareAndSet(false, true)) {
            home.remove(this);
            gateway.closed(this, how().code());
        }
    }

    @Override
    public void tick(long now) {
        Closing how = closing.get();
        long stuck = gateway.limits().stuckWrite().toNanos();
        readers.cutStuckBefore(now, stuck);
        if (how != null) {
            if (gone.get() || now - how.deadlineNanos() >= 0) {
                cutOff();
                if (readers.any()) { // one may have begun to write just after
                    gateway.timers().add(this, now + look());
                }
                return;
            }
        } else if (!readers.hear() && now - heard >= silence()) {
            close(CloseCode.HEARTBEAT_TIMEOUT, "heartbeat timeout", false);
        } else if (readers.stuck(now, stuck)) {
            gateway.events().writeStuck(this);
            close(CloseCode.OVERLOADED, "reads nothing", true);
            readers.cutStuck();
        }
        gateway.timers().add(this, nextTick(now));
    }

    private long nextTick(long now) {
        Closing how = closing.get();
        if (how != null) {
            return how.deadlineNanos();
        }
        return readers.any() ? now + look() : Math.max(now + 1, heard + silence());
    }

    private long look() {
        return gateway.limits().stuckWrite().toNanos() / 4;
    }

    private long silence() {
        return gateway.limits().heartbeat().toNanos() * 5 / 2;
    }

    // ---- what the client says ----

    /**
     * One frame, in its turn.
     *
     * @return what answers it; empty when nothing does
     * @throws Exchanges.TooManyAtOnce when others wait already
     */
    Optional<ServerFrame> said(byte[] payload) throws InterruptedException, Exchanges.TooManyAtOnce {
        long received = System.nanoTime();
        heard = received;
        try {
            return said(Encoding.JSON.decode(payload), received, false);
        } catch (BadFrameException e) {
            gateway.events().badFrame(this, e.reason());
            close(CloseCode.BAD_FRAME, e.getMessage(), false);
            return Optional.of(error(how()).frame());
        } finally {
            heard = System.nanoTime();
        }
    }

    /** @param heardToo whether a welcome is also the first that the client hears */
    Optional<ServerFrame> said(Decoded<ClientFrame> decoded, long received, boolean heardToo)
            throws InterruptedException, Exchanges.TooManyAtOnce {
        Exchange exchange = new Exchange(
                decoded instanceof Decoded.Frame<ClientFrame> known ? known.frame() : ClientFrame.getDefaultInstance(),
                heardToo);
        exchanges.begin(exchange);
        try {
            if (!tell(decoded, received)) {
                return Optional.of(later());
            }
            if (!open()) {
                exchange.ends(error(how()));
            }
            return exchange.answered()
                    ? Optional.of(exchange.await(LONGEST_ANSWER).orElseGet(HttpConnection::later))
                    : Optional.empty();
        } finally {
            exchanges.end(exchange);
        }
    }

    private static ServerFrame later() {
        return SessionFrames.error(
                        ErrorCode.ERROR_CODE_UNAVAILABLE,
                        "there is no answer yet: say it again, with the same client_msg_id",
                        "",
                        1_000)
                .frame();
    }

    /** False when its turn did not come in time. */
    private boolean tell(Decoded<ClientFrame> decoded, long received) throws InterruptedException {
        if (!turn.tryLock(LONGEST_ANSWER.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            if (open()) {
                told(decoded, received);
            }
        } catch (RuntimeException e) {
            LOG.error("connection={} a frame's handling failed", id, e);
            close(CloseCode.INTERNAL_ERROR, "internal error " + id, false);
        } finally {
            turn.unlock();
        }
        return true;
    }

    private void told(Decoded<ClientFrame> decoded, long received) {
        switch (decoded) {
            case Decoded.Frame<ClientFrame>(ClientFrame frame, int unknown) -> {
                if (unknown > 0) {
                    gateway.events().unknownFields(this, unknown);
                }
                listener.onFrame(frame, unknown, received);
            }
            case Decoded.UnknownKind<ClientFrame>(String kind) -> listener.onUnknownKind(kind);
        }
    }

    // ---- what the client hears ----

    EventLog log() {
        return log;
    }

    /** A request begins to hear, from after this position; the one before it ends. */
    Reading read(Carrier carrier, long position) {
        tell(log.received(position));
        Reading begun = readers.begin(position);
        heard = System.nanoTime();
        carriedBy(carrier.word());
        return begun;
    }

    private void carriedBy(String now) {
        String before = transport;
        if (!before.equals(now) && open()) {
            transport = now;
            gateway.events().transportChanged(this, before);
        }
    }

    void left(Reading ended) {
        heard = System.nanoTime(); // first: with nobody who hears, the time since then counts
        readers.left(ended);
    }

    /** When a stream ends if the client says nothing meanwhile, as {@link System#nanoTime}. */
    long streamEnds() {
        return heard + gateway.limits().heartbeat().toNanos() * HEARTBEATS_OF_A_STREAM;
    }

    /** Tells those who want to know that what they sent is with the kernel. */
    void written(List<Event> events) {
        tell(log.written(events));
    }

    private void tell(List<OutboundFrame> written) {
        long now = System.nanoTime();
        for (OutboundFrame frame : written) {
            if (frame.written != null) {
                tell(frame, now);
            }
        }
    }

    private void tell(OutboundFrame frame, long now) {
        try {
            frame.written.written(this, frame.frame, now);
        } catch (RuntimeException e) { // a fault of the room above must not end this reader
            LOG.error("connection={} the listener of a written frame failed", id, e);
        }
    }
}
