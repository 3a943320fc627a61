package io.kefu.server.app;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.kefu.server.gateway.Gateway;
import java.util.function.Consumer;

/** The two listeners. */
final class WebServers {

    private WebServers() {}

    static WebServer open(String host, int port, Consumer<HttpRouting.Builder> routes, Gateway gateway)
            throws StartFailure {
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.accept(routing);
        WebServerConfig.Builder builder =
                WebServer.builder().host(host).port(port).shutdownHook(false).routing(routing);
        if (gateway != null) {
            gateway.configure(builder, Http1Config.create());
        }
        try {
            return builder.build().start();
        } catch (RuntimeException e) {
            throw new StartFailure(
                    StartFailure.Kind.PREFLIGHT,
                    "cannot listen on " + host + ":" + port + ": " + root(e).getMessage(),
                    "stop what holds the port (`ss -ltnp 'sport = :" + port
                            + "'` names it), or choose another: --port 0" + " and --admin-port 0 pick free ones",
                    java.util.List.of(),
                    e);
        }
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }
}
