package io.kefu.server.app;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.kefu.server.gateway.Gateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** The two listeners. */
final class WebServers {

    /** What is read of one request at most, a refused one's body included: the largest file, and what a form adds. */
    private static final long LARGEST_BODY = (1L << 30) + (1L << 20);

    private WebServers() {}

    /** What lies between the other end of TCP and HTTP. */
    record Ends(boolean proxyProtocol, Optional<SSLContext> tls) {
        static final Ends PLAIN = new Ends(false, Optional.empty());
    }

    /** @throws StartFailure when the address cannot be bound; nothing listens then */
    static WebServer open(String host, int port, Consumer<HttpRouting.Builder> routes, Gateway gateway, Ends ends)
            throws StartFailure {
        HttpRouting.Builder routing = HttpRouting.builder();
        if (gateway != null) {
            routing.addFilter(gateway.requests());
        }
        routes.accept(routing);
        return start(builder(host, port).routing(routing), gateway, ends);
    }

    /** With routes that come later. */
    static WebServer open(String host, int port, WaitingRequests routes, Gateway gateway, Ends ends)
            throws StartFailure {
        return start(builder(host, port).routing(routes.asRoutes()), gateway, ends);
    }

    private static WebServerConfig.Builder builder(String host, int port) {
        return WebServer.builder().host(host).port(port).shutdownHook(false).maxPayloadSize(LARGEST_BODY);
    }

    private static WebServer start(WebServerConfig.Builder builder, Gateway gateway, Ends ends) throws StartFailure {
        if (gateway != null) {
            gateway.configure(builder, Http1Config.create());
        } else { // or it would also speak whatever else is on the class path
            builder.addConnectionSelector(Http1ConnectionSelector.builder()
                    .config(Http1Config.create())
                    .build());
        }
        String host = builder.host();
        int port = builder.port();
        builder.enableProxyProtocol(ends.proxyProtocol());
        ends.tls()
                .ifPresent(
                        context -> builder.tls(Tls.builder().sslContext(context).build()));
        tryBinding(host, port);
        WebServer server = builder.build().start();
        // Helidon only logs that a listener did not open, and its start returns.
        if (!server.isRunning() || server.port() <= 0) {
            server.stop();
            throw failure(host, port, "somebody was quicker, try again", null);
        }
        return server;
    }

    /** What keeps Helidon from binding is not told to its caller; this is. */
    private static void tryBinding(String host, int port) throws StartFailure {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw failure(host, port, e.getMessage(), e);
        }
    }

    private static StartFailure failure(String host, int port, String why, Exception cause) {
        return new StartFailure(
                StartFailure.Kind.PREFLIGHT,
                "cannot listen on " + host + ":" + port + ": " + why,
                "stop what holds the port (`ss -ltnp 'sport = :" + port
                        + "'` names it), or choose another: `listeners` of the kind Server, or kefuctl up --port 0"
                        + " --admin-port 0",
                List.of(),
                cause);
    }
}
