package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServerConfig;
import io.kefu.server.testing.RawWebSocket;
import io.kefu.server.testing.TestCertificate;
import io.kefu.server.testing.TestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** The roads that a connection's bytes may take through the server. Whatever a peer can see is the same on all. */
enum ConnectionPath {
    /** A virtual thread each, on stream sockets. */
    THREADS,
    /** A virtual thread each, on the web server's own default sockets. */
    THREADS_ON_CHANNELS,
    /** A virtual thread each, with TLS ended in this process. */
    THREADS_WITH_TLS,
    /** Handed over to loops, from stream sockets. */
    LOOPS,
    /** Handed over to loops, from the web server's own default sockets. */
    LOOPS_FROM_CHANNELS;

    /** The usual ones, but silent peers are cut off soon. */
    static final GatewayLimits LIMITS = new GatewayLimits(
            1_000,
            100_000,
            GatewayLimits.DEFAULT.maxMessageBytes(),
            GatewayLimits.DEFAULT.outboundBytes(),
            GatewayLimits.DEFAULT.mergeBytes(),
            GatewayLimits.DEFAULT.heartbeat(),
            GatewayLimits.DEFAULT.helloWait(),
            Duration.ofMillis(200),
            GatewayLimits.DEFAULT.stuckWrite(),
            GatewayLimits.DEFAULT.arrivals());

    private static SSLContext certificate;

    GatewayFixture start() {
        return start(LIMITS);
    }

    GatewayFixture start(GatewayLimits limits) {
        return start(limits, GatewayFixture.Room::new);
    }

    GatewayFixture start(GatewayLimits limits, GatewayFixture.RoomFactory rooms) {
        return start(limits, new AddressGate(100_000, 100_000, (peer, _) -> peer, _ -> false), rooms);
    }

    GatewayFixture start(GatewayLimits limits, AddressGate addresses, GatewayFixture.RoomFactory rooms) {
        return new GatewayFixture(limits, addresses, this::apply, rooms, sockets());
    }

    /** Behind a load balancer that says with whom it speaks. */
    GatewayFixture behindProxy(GatewayLimits limits, AddressGate addresses) {
        return new GatewayFixture(
                limits,
                addresses,
                server -> {
                    apply(server);
                    server.enableProxyProtocol(true);
                },
                GatewayFixture.Room::new,
                sockets());
    }

    /** A connection that begins with these bytes, before TLS where there is TLS. */
    RawWebSocket connect(GatewayFixture server, byte[] first) throws IOException {
        return new RawWebSocket(server.port(), 0, this == THREADS_WITH_TLS ? certificate() : null, first);
    }

    private SocketPath sockets() {
        if (this != LOOPS && this != LOOPS_FROM_CHANNELS) {
            return SocketPath.threads("a test");
        }
        SocketPath best = SocketPath.best();
        assertThat(best.kind()).as(best.why()).isEqualTo(SocketPath.Kind.LOOPS);
        return best;
    }

    private void apply(WebServerConfig.Builder server) {
        switch (this) {
            case THREADS, LOOPS -> server.useNio(false);
            case THREADS_ON_CHANNELS, LOOPS_FROM_CHANNELS -> server.useNio(true);
            case THREADS_WITH_TLS ->
                server.tls(Tls.builder().sslContext(certificate()).build());
        }
    }

    /** A TCP or TLS connection to the fixture; nothing is sent yet. */
    RawWebSocket connect(GatewayFixture server, int receiveBuffer) throws IOException {
        return new RawWebSocket(server.port(), receiveBuffer, this == THREADS_WITH_TLS ? certificate() : null);
    }

    /** One that agreed on the subprotocol. */
    RawWebSocket open(GatewayFixture server, String subprotocol) throws IOException {
        RawWebSocket socket = connect(server, 0);
        socket.open(subprotocol);
        return socket;
    }

    /** A client that speaks the protocol by itself, with text or binary frames. */
    TestClient client(GatewayFixture server, boolean json) {
        if (this == THREADS_WITH_TLS) {
            return TestClient.secure(server.port(), json, certificate());
        }
        return json ? TestClient.json(server.port()) : TestClient.proto(server.port());
    }

    URI url(GatewayFixture server, String route) {
        return URI.create((this == THREADS_WITH_TLS ? "https" : "http") + "://127.0.0.1:" + server.port() + route);
    }

    /** One that speaks HTTP/2 where it can. */
    HttpClient http() {
        return HttpClient.newBuilder().sslContext(certificate()).build();
    }

    private static synchronized SSLContext certificate() {
        if (certificate == null) {
            try {
                Path folder = Files.createTempDirectory("kefu-certificate");
                certificate = TestCertificate.context(folder);
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return certificate;
    }
}
