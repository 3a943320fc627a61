package io.kefu.server.gateway;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.GoAway;
import io.kefu.protocol.v1.GoAwayReason;
import io.kefu.protocol.v1.ServerFrame;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live connections: admits them, gives them the time, tells them to leave. Stop in this order: {@link #drain}, a
 * while later {@link #close}, then the web server.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int BACKLOG = 4096;

    private static final Duration RETURN_WITHIN = Duration.ofMinutes(1);
    private static final Duration LONGEST_TICK = Duration.ofMillis(250);
    private static final int TICKS_A_HEARTBEAT = 20;

    private final GatewayLimits limits;
    private final OriginPolicy origins;
    private final AddressGate addresses;
    private final ConnectionListener.Factory listeners;
    private final GatewayEvents events;
    private final RateGate handshakes;
    private final Arrivals arrivals;
    private final Set<LiveConnection> connections = ConcurrentHashMap.newKeySet();
    private final SocketPath path;
    private final Optional<SocketLoops> loops;
    private final Timers timers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gateway-timer").daemon().factory());
    private final AtomicInteger returning = new AtomicInteger();
    private volatile long returnUntil;
    private volatile boolean refusing;
    private volatile Leaving leaving; // null while nobody is asked to leave
    private volatile boolean closing;

    /** How clients are asked to leave. */
    private record Leaving(GoAwayReason reason, Duration spread) {
        /** Each with a delay of its own. */
        EncodedFrame frame() {
            long after = ThreadLocalRandom.current().nextLong(spread.toMillis() + 1);
            return EncodedFrame.of(ServerFrame.newBuilder()
                    .setGoaway(GoAway.newBuilder().setReason(reason).setReconnectAfterMs(after))
                    .build());
        }
    }

    /** @param path of the connections that have no TLS */
    public Gateway(
            GatewayLimits limits,
            OriginPolicy origins,
            AddressGate addresses,
            ConnectionListener.Factory listeners,
            GatewayEvents events,
            SocketPath path) {
        this.limits = limits;
        this.origins = origins;
        this.addresses = addresses;
        this.listeners = listeners;
        this.events = events;
        this.path = path;
        this.loops = path.taking().map(_ -> new SocketLoops(SocketPath.loops()));
        this.handshakes = new RateGate(limits.handshakesPerSecond(), System.nanoTime());
        this.arrivals = new Arrivals(limits.arrivals(), events::handshakeRefused);
        long tick = Math.clamp(limits.heartbeat().toNanos() / TICKS_A_HEARTBEAT, 1_000_000, LONGEST_TICK.toNanos());
        this.timers = new Timers(tick, System.nanoTime());
        var _ = timer.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.NANOSECONDS);
    }

    /**
     * Lets a listener of the web server speak WebSocket at {@code /ws/v1} and gRPC; its ordinary routes still answer. Sets
     * TCP_NODELAY, and the stream sockets on which a connection costs least memory.
     *
     * @param http the listener's HTTP/1.1 settings
     */
    public void configure(WebServerConfig.Builder server, Http1Config http) {
        server.backlog(BACKLOG)
                .useNio(false)
                .connectionOptions(arrivals.watching(
                        SocketOptions.builder().tcpNoDelay(true).build()))
                .addConnectionSelector(selector(http));
        new GrpcTransport(this).configure(server);
    }

    /**
     * To stand before all routes of a listener that was configured here: tells when a request has come whole. Without it, a
     * connection is closed as one that never asked for anything.
     */
    public Filter requests() {
        return (chain, request, _) -> {
            SocketAddress peer = request.remotePeer().address();
            arrivals.asked(peer);
            try {
                chain.proceed();
            } finally {
                arrivals.answered(peer, System.nanoTime());
            }
        };
    }

    /** A connection of such a listener whose requests come otherwise, and that has bounds of its own from here on. */
    public void requested(SocketAddress peer) {
        arrivals.changed(peer);
    }

    /** The HTTP/1.1 protocol with the upgrade, for whoever sets up the web server otherwise. */
    public Http1ConnectionSelector selector(Http1Config http) {
        return Http1ConnectionSelector.builder()
                .config(http)
                .addUpgrader(new WebSocketUpgrader(this, "websocket"))
                .addUpgrader(new WebSocketUpgrader(this, "WebSocket"))
                .build();
    }

    /** The live connections, a view that follows changes. */
    public Collection<Connection> connections() {
        return Collections.unmodifiableCollection(connections);
    }

    /**
     * Tells every client to leave, each after its own random share of the spread, and refuses new ones (503). The
     * connections stay usable until {@link #sendOff} or {@link #close}.
     */
    public void drain(GoAwayReason reason, Duration spread) {
        refusing = true;
        leave(reason, spread);
    }

    /** The same, and whoever still comes is let in and told to leave as well. */
    public void leave(GoAwayReason reason, Duration spread) {
        Leaving asked = new Leaving(reason, spread);
        leaving = asked;
        connections.forEach(connection -> connection.send(asked.frame()));
    }

    /**
     * So many have left the server whose place this one takes, and come back: as many handshakes are let in for the next
     * minute whatever their speed.
     */
    public void expect(int connections) {
        returnUntil = System.nanoTime() + RETURN_WITHIN.toNanos();
        returning.set(connections);
    }

    /** Nobody more is told to leave, and new ones are let in; whoever was told goes and may come back. */
    public void stay() {
        leaving = null;
        refusing = false;
    }

    /** Closes every connection with 1001, waits for none. */
    public void sendOff() {
        connections.forEach(connection -> connection.close(CloseCode.GOING_AWAY, "the server is leaving"));
    }

    /** Closes every connection with 1001, waits for at most the close wait, cuts off the rest. Safe to call again. */
    @Override
    public void close() {
        refusing = true;
        closing = true;
        sendOff();
        awaitEmpty(System.nanoTime() + limits.closeWait().toNanos() + LONGEST_TICK.toNanos());
        timer.shutdownNow();
        connections.forEach(LiveConnection::cutOff);
        loops.ifPresent(SocketLoops::stop);
    }

    private void awaitEmpty(long deadlineNanos) {
        try {
            while (!connections.isEmpty() && System.nanoTime() - deadlineNanos < 0) {
                TimeUnit.MILLISECONDS.sleep(5); // polls a condition up to a deadline
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts wants it over: the rest is cut off at once
        }
    }

    private void tick() {
        try {
            timers.advance(System.nanoTime());
            arrivals.sweep(System.nanoTime());
        } catch (RuntimeException e) { // or the executor would never run it again
            LOG.error("the timers failed in a round and go on", e);
        }
    }

    // ---- for connections ----

    /** The road that connections without TLS take. */
    public SocketPath path() {
        return path;
    }

    Timers timers() {
        return timers;
    }

    /** Only where the path has loops. */
    SocketLoop loop() {
        return loops.orElseThrow().next();
    }

    Arrivals arrivals() {
        return arrivals;
    }

    GatewayLimits limits() {
        return limits;
    }

    GatewayEvents events() {
        return events;
    }

    /** Who a connection counts for. */
    String client(String peer, Optional<String> forwardedFor) {
        return addresses.client(peer, forwardedFor);
    }

    /** Why this client may not connect now, whatever it sends. */
    Optional<Refused> refusal(Handshake handshake) {
        if (refusing) {
            return Optional.of(Refused.draining());
        }
        long now = System.nanoTime();
        Optional<Refused> tooFast = comesBack(now) ? Optional.empty() : tooFast(handshake, now);
        if (tooFast.isPresent()) {
            return tooFast;
        }
        if (connections.size() >= limits.maxConnections()) {
            return Optional.of(Refused.full());
        }
        boolean foreign = handshake
                .origin()
                .filter(origin -> !origins.allows(origin, handshake))
                .isPresent();
        return foreign ? Optional.of(Refused.origin()) : Optional.empty();
    }

    private Optional<Refused> tooFast(Handshake handshake, long now) {
        // First its own: who is refused there takes nothing of what everybody shares.
        Optional<Refused> itsAddress = addresses.refusal(handshake, now);
        return itsAddress.isPresent() || handshakes.pass(now) ? itsAddress : Optional.of(Refused.tooFast());
    }

    private boolean comesBack(long now) {
        return returning.get() > 0 && now - returnUntil < 0 && returning.getAndDecrement() > 0;
    }

    ConnectionListener opened(LiveConnection connection) {
        addresses.opened(connection.handshake());
        connections.add(connection);
        events.connectionOpened(connection);
        ConnectionListener listener = listeners.opened(connection);
        Leaving asked = leaving;
        if (closing) {
            connection.close(CloseCode.GOING_AWAY, "the server is leaving");
        } else if (asked != null) {
            connection.send(asked.frame()); // it came in while the others were told
        }
        return listener;
    }

    void closed(LiveConnection connection, int code) {
        if (connections.remove(connection)) {
            addresses.closed(connection.handshake());
            events.connectionClosed(connection, code);
        }
    }
}
