package io.kefu.server.gateway;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live connections: admits them, gives them the time, tells them to leave. Stop in this order: {@link #drain}, a
 * while later {@link #close}, then the web server.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int BACKLOG = 4096;

    private static final Duration LONGEST_TICK = Duration.ofMillis(250);
    private static final int TICKS_A_HEARTBEAT = 20;

    private final GatewayLimits limits;
    private final OriginPolicy origins;
    private final AddressGate addresses;
    private final ConnectionListener.Factory listeners;
    private final GatewayEvents events;
    private final RateGate handshakes;
    private final Arrivals arrivals;
    private final PeerWaits waits;
    private final Set<LiveConnection> connections = ConcurrentHashMap.newKeySet();
    private final SocketPath path;
    private final Optional<SocketLoops> loops;
    private final Timers timers;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gateway-timer").daemon().factory());
    private final Guests guests;
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
        this.guests = new Guests(addresses.connections());
        this.arrivals = new Arrivals(limits.arrivals(), addresses::isProxy, events::handshakeRefused);
        this.waits = new PeerWaits(() -> events.handshakeRefused(GatewayEvents.Refusal.TOO_SLOW));
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
                .addConnectionSelector(timed(selector(http)));
        new GrpcTransport(this).configure(server);
    }

    /**
     * To stand before all routes of a listener that was configured here: tells when a request's head has come whole, and sees
     * that its body comes, too, and ends the connection where that was its client's last. Without it, a connection is closed as one that never asked for anything.
     */
    public Filter requests() {
        Filter last = new LastRequest();
        return (chain, request, response) -> last.filter(() -> counted(chain, request, response), request, response);
    }

    private void counted(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        SocketAddress peer = request.remotePeer().address();
        ComingBody body = new ComingBody(waits, limits.arrivals().whole());
        request.streamFilter(body);
        response.beforeSend(() -> sayLast(request, response));
        Optional<Arrivals.Served> asked = arrivals.asked(peer);
        try {
            chain.proceed();
        } finally {
            try {
                body.drain();
            } finally { // or it would be counted for ever
                asked.ifPresent(this::answered);
            }
        }
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

    /** The same, and no peer keeps it from writing for ever. */
    ServerConnectionSelector timed(ServerConnectionSelector protocol) {
        return new TimedConnections(protocol, waits, limits.stuckWrite().multipliedBy(2));
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
        together(() -> connections.forEach(connection -> connection.send(asked.frame())));
    }

    /**
     * So many leave the server whose place this one takes, and come back: as many handshakes are let in for this long whatever
     * their speed.
     */
    public void expect(int connections, Duration within) {
        guests.expect(connections, within, System.nanoTime());
    }

    /** Nobody more is told to leave, and new ones are let in unless it closes; whoever was told goes and may come back. */
    public void stay() {
        leaving = null;
        refusing = closing;
    }

    /** Closes every connection with 1001, waits for none. */
    public void sendOff() {
        together(() ->
                connections.forEach(connection -> connection.close(CloseCode.GOING_AWAY, "the server is leaving")));
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
            together(() -> timers.advance(System.nanoTime()));
            arrivals.sweep(System.nanoTime());
            waits.sweep(System.nanoTime());
        } catch (RuntimeException e) { // or the executor would never run it again
            LOG.error("the timers failed in a round and go on", e);
        }
    }

    /** Runs what sends to many: what it sends leaves together, a little later than if each frame left at once. */
    public static void together(Runnable sending) {
        WakeUps.gather(sending);
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

    PeerWaits waits() {
        return waits;
    }

    /** A request has ended; its connection goes on unless it is to be left. */
    private void answered(Arrivals.Served one) {
        arrivals.answered(one, System.nanoTime(), leaving != null);
    }

    /** The same of a call. */
    void ended(Arrivals.Served call) {
        arrivals.ended(call, System.nanoTime(), leaving != null);
    }

    /** So that its client makes another connection, which may lead elsewhere; after a body that nobody read it could not be told. */
    private void sayLast(ServerRequest request, ServerResponse response) {
        boolean whole = !request.content().hasEntity() || request.content().consumed();
        if (leaving != null && whole && request.prologue().protocolVersion().equals("1.1")) {
            response.headers().set(HeaderValues.CONNECTION_CLOSE);
        }
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
        Optional<Refused> refused = addresses
                .full(handshake)
                .or(() -> guests.comes(handshake.clientAddress(), now) ? Optional.empty() : tooFast(handshake, now));
        if (refused.isPresent()) {
            return refused;
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
        Optional<Refused> itsAddress = addresses.tooFast(handshake, now);
        return itsAddress.isPresent() || handshakes.pass(now) ? itsAddress : Optional.of(Refused.tooFast());
    }

    ConnectionListener opened(LiveConnection connection) {
        addresses.opened(connection.handshake());
        connections.add(connection);
        events.connectionOpened(connection);
        ConnectionListener listener = listener(connection);
        Leaving asked = leaving;
        if (closing) {
            connection.close(CloseCode.GOING_AWAY, "the server is leaving");
        } else if (asked != null) {
            connection.send(asked.frame()); // it came in while the others were told
        }
        return listener;
    }

    private ConnectionListener listener(LiveConnection connection) {
        boolean made = false;
        try {
            ConnectionListener listener = listeners.opened(connection);
            made = true;
            return listener;
        } finally {
            if (!made) {
                closed(connection, CloseCode.INTERNAL_ERROR);
            }
        }
    }

    void closed(LiveConnection connection, int code) {
        if (connections.remove(connection)) {
            addresses.closed(connection.handshake());
            events.connectionClosed(connection, code);
        }
    }
}
