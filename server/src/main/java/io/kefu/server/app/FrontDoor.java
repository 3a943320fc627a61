package io.kefu.server.app;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.kefu.monitoring.Meters;
import io.kefu.protocol.v1.GoAwayReason;
import io.kefu.server.admin.http.ClientAddress;
import io.kefu.server.admin.http.CrossOrigin;
import io.kefu.server.gateway.Connection;
import io.kefu.server.gateway.ConnectionListener;
import io.kefu.server.gateway.Gateway;
import io.kefu.server.gateway.SocketPath;
import io.kefu.server.gateway.WaitingRoom;
import io.kefu.server.intake.AgentPresence;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The public listener and the gateway at it. It may be open before there is anybody behind it: who comes then is let in and
 * waits, within bounds.
 */
final class FrontDoor implements Place {

    /** As long as nothing else is known of the server before. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** Whoever was cut off tries again by and by. */
    private static final Duration COME_BACK_WITHIN = Duration.ofMinutes(1);

    final AdminPorts.ConfiguredChannels channels;
    final CrossOrigin pages;
    final ClientAddress addresses;
    final Gateway gateway;

    private final WebServers.Ends ends;
    private final WaitingRoom sockets = new WaitingRoom(LONGEST_WAIT);
    private final WaitingRequests requests;
    private WebServer server;
    private Acceptor acceptor; // null where the web server's inside is not as it was
    private AgentPresence presence; // null until there are rooms behind it
    private int port;

    FrontDoor(
            Parts parts,
            InForce inForce,
            ServerConfig config,
            ServerLimits limits,
            Meters meters,
            WebServers.Ends ends) {
        this.ends = ends;
        channels = new AdminPorts.ConfiguredChannels(
                inForce, config.limits().maxFileBytes().bytes());
        pages = new CrossOrigin(channels);
        addresses = new ClientAddress(Set.copyOf(config.trustedProxies()));
        gateway = parts.opened(new Gateway(
                limits.gateway(),
                (origin, page) -> pages.mayRead(origin, page.host()),
                limits.addresses(addresses),
                sockets,
                new Doors(meters, _ -> {}, _ -> {}),
                path()));
        requests = new WaitingRequests(gateway.requests(), LONGEST_WAIT);
        meters.gateway()
                .outboundQueued(() -> gateway.connections().stream()
                        .mapToLong(Connection::queuedBytes)
                        .sum());
    }

    /** {@code -Dkefu.sockets=threads} is for comparing, and for a machine on which the loops should misbehave. */
    private static SocketPath path() {
        return SocketPath.Kind.THREADS.word().equals(System.getProperty("kefu.sockets"))
                ? SocketPath.threads("asked for by -Dkefu.sockets=threads")
                : SocketPath.best();
    }

    /** Who is told when everybody leaves; before {@link #open} or {@link #serve}. */
    void connect(AgentPresence given) {
        presence = given;
    }

    /** Opens it for whoever comes; all is there that serves them. */
    void open(String host, int wanted, ConnectionListener.Factory sessions, Consumer<HttpRouting.Builder> routes)
            throws StartFailure {
        sockets.serve(sessions);
        server = WebServers.open(host, wanted, routes, gateway, ends);
        port = server.port();
        acceptor = acceptor();
    }

    /**
     * Nobody comes in yet. Then {@link #admit}, and once the rooms are there {@link #serve}.
     *
     * @param coming clients of the server before, who come back by and by
     * @param most that the server before may take to let go; nobody who comes waits longer
     */
    void prepare(int coming, Duration most) throws StartFailure {
        sockets.waitAtMost(most);
        requests.waitAtMost(most);
        gateway.expect(coming, most.plus(COME_BACK_WITHIN));
        server = WebServers.open(InetAddress.getLoopbackAddress().getHostAddress(), 0, requests, gateway, ends);
        try {
            acceptor = new Acceptor(server);
            acceptor.pause();
        } catch (ReflectiveOperationException | IOException e) {
            throw notHere(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notHere(e);
        }
    }

    /** Lets in whoever comes to this socket: to wait. */
    void admit(ServerSocketChannel listener, int itsPort) throws StartFailure {
        port = itsPort;
        try {
            acceptor.resume(listener);
        } catch (IOException e) {
            throw notHere(e);
        }
    }

    private static StartFailure notHere(Exception why) {
        return new StartFailure(
                StartFailure.Kind.PREFLIGHT,
                "this web server cannot take over another's listening socket: " + why,
                "stop the server that runs, then start this one without --take-over",
                List.of(),
                why);
    }

    /** Nobody waits any more. */
    void serve(ConnectionListener.Factory sessions, Consumer<HttpRouting.Builder> routes) {
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.accept(routing);
        requests.serve(routing.build());
        sockets.serve(sessions);
    }

    private Acceptor acceptor() {
        try {
            return new Acceptor(server);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    @Override
    public boolean canYield() {
        return acceptor != null;
    }

    @Override
    public void yieldPlace() throws IOException, InterruptedException {
        acceptor.pause();
    }

    @Override
    public void resume(ServerSocketChannel listener) throws IOException {
        acceptor.resume(listener);
    }

    @Override
    public int connections() {
        return gateway.connections().size();
    }

    @Override
    public void leave(Duration spread) {
        presence.leaving();
        gateway.leave(GoAwayReason.GO_AWAY_REASON_UPGRADE, spread);
    }

    @Override
    public void stay() {
        gateway.stay();
        presence.staying();
    }

    @Override
    public int port() {
        return port;
    }

    void close() {
        if (server != null) {
            server.stop();
        }
    }
}
