package io.kefu.monitoring;

import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Connections and what they carry. Safe for use by many threads. */
public final class GatewayMeters {
    private final Registration registration;
    private final GaugeFamily connections;
    private final Map<Transport, Map<ClientKind, LongAdder>> open;
    private final Map<String, Counter> closed;
    private final Counter closedOther;
    private final Map<String, Counter> limited = new ConcurrentHashMap<>();
    private final LongAdder outboundBytes = new LongAdder();
    private volatile LongSupplier outboundElsewhere = () -> 0;
    private volatile BooleanSupplier overloaded = () -> false;
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();
    private final Map<String, Counter> errors = new ConcurrentHashMap<>();
    private final Counter framesDropped;
    private final Counter queuesFull;
    private final Counter readNothing;
    private final Counter halfClosed;
    private final Counter reset;
    private final Counter badFrames;
    private final Counter unknownFields;

    GatewayMeters(Registration registration) {
        this.registration = registration;
        connections = new GaugeFamily(registration, Catalogue.CONNECTIONS);
        open = Resolved.byEnum(
                Transport.class,
                transport -> Resolved.byEnum(
                        ClientKind.class, kind -> connections.resolve(transport.label(), kind.label())));
        closed = Catalogue.CONNECTION_CLOSED.labels().getFirst().values().stream()
                .collect(Collectors.toUnmodifiableMap(
                        code -> code, code -> registration.counter(Catalogue.CONNECTION_CLOSED, code)));
        closedOther = registration.counter(Catalogue.CONNECTION_CLOSED, Label.OTHER);
        registration.gauge(Catalogue.OUTBOUND_QUEUE_BYTES, () -> outboundBytes.sum() + outboundElsewhere.getAsLong());
        registration.gauge(Catalogue.OVERLOADED, () -> overloaded.getAsBoolean() ? 1 : 0);
        framesDropped = registration.counter(Catalogue.FRAMES_DROPPED);
        queuesFull = registration.counter(Catalogue.SLOW_CONSUMER_CLOSED, "queue_full");
        readNothing = registration.counter(Catalogue.SLOW_CONSUMER_CLOSED, "reads_nothing");
        halfClosed = registration.counter(Catalogue.CONNECTION_LOST, "half_close");
        reset = registration.counter(Catalogue.CONNECTION_LOST, "reset");
        badFrames = registration.counter(Catalogue.BAD_FRAMES);
        unknownFields = registration.counter(Catalogue.UNKNOWN_FIELDS);
    }

    public void connectionOpened(Transport transport, ClientKind kind) {
        open.get(transport).get(kind).increment();
    }

    /** Once for each {@link #connectionOpened}. */
    public void connectionEnded(Transport transport, ClientKind kind) {
        open.get(transport).get(kind).decrement();
    }

    /** A connection was closed, signed in or not; 1006 where none of the sides sent a close code. */
    public void connectionClosed(int code) {
        closed.getOrDefault(Integer.toString(code), closedOther).increment();
    }

    /** Bytes joined (positive) or left (negative) a connection's outbound queue. */
    public void outboundQueued(long bytes) {
        outboundBytes.add(bytes);
    }

    /** For a gateway that knows the sum itself: {@code bytes} is asked at each scrape. A later call replaces it. */
    public void outboundQueued(LongSupplier bytes) {
        outboundElsewhere = bytes;
    }

    /** Whether new visitors are refused because messages wait too long: the answer is asked for at each scrape. */
    public void overloaded(BooleanSupplier isOverloaded) {
        overloaded = isOverloaded;
    }

    /** A connection was refused before it was one; the reason's name is ours, never the visitor's. */
    public void handshakeRefused(String reason) {
        refused.computeIfAbsent(reason, name -> registration.counter(Catalogue.HANDSHAKES_REFUSED, name))
                .increment();
    }

    /** A frame that may be lost was. */
    public void frameDropped() {
        framesDropped.increment();
    }

    /** A connection's outbound queue was full. */
    public void queueFull() {
        queuesFull.increment();
    }

    /** A connection's peer read nothing for too long. */
    public void readsNothing() {
        readNothing.increment();
    }

    /** A peer ended its side of TCP without a close frame. */
    public void halfClosed() {
        halfClosed.increment();
    }

    /** A connection broke. */
    public void reset() {
        reset.increment();
    }

    public void badFrame() {
        badFrames.increment();
    }

    public void unknownFields(int count) {
        unknownFields.increment(count);
    }

    /** A frame ({@code entrance} socket) or request (rest) was answered with the error of this word. */
    public void refused(String entrance, String code) {
        errors.computeIfAbsent(entrance + " " + code, _ -> registration.counter(Catalogue.ERRORS, entrance, code))
                .increment();
    }

    /** Something was refused by the limit of this name; a name of ours, never the visitor's. */
    public void rateLimited(String reason) {
        limited.computeIfAbsent(reason, name -> registration.counter(Catalogue.RATE_LIMITED, name))
                .increment();
    }

    Map<ClientKind, Long> connections() {
        Map<String, Long> byKind = connections.sumBy(1);
        return Resolved.byEnum(ClientKind.class, kind -> byKind.getOrDefault(kind.label(), 0L));
    }

    long connectionCount() {
        return connections.sum();
    }
}
