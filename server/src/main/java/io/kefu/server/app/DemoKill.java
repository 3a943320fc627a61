package io.kefu.server.app;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The button of the demo page: kills this very process, as a power cut would, for the supervisor to start again. Only
 * under a supervisor, only from this machine, and only for a page of this very server.
 */
final class DemoKill {

    private final Path marker;

    DemoKill(Path dataDirectory) {
        this.marker = dataDirectory.resolve("demo-kill");
    }

    void register(HttpRouting.Builder routing) {
        routing.post("/demo/kill", this::kill);
    }

    private void kill(ServerRequest request, ServerResponse response) throws IOException {
        boolean here = request.remotePeer().address() instanceof InetSocketAddress peer
                && peer.getAddress().isLoopbackAddress();
        String host = request.headers().first(io.helidon.http.HeaderNames.HOST).orElse("");
        boolean ownPage = request.headers()
                .first(io.helidon.http.HeaderNames.ORIGIN)
                .filter(origin -> origin.equals("http://" + host))
                .isPresent();
        if (!here || !ownPage) {
            response.status(Status.FORBIDDEN_403).send("only from this machine, from the demo page");
            return;
        }
        Files.writeString(marker, "");
        // SIGKILL: nothing of this process gets to tidy up. The shell's own kill: a small system may have no other.
        new ProcessBuilder("sh", "-c", "kill -KILL " + ProcessHandle.current().pid()).start();
        response.status(Status.ACCEPTED_202).send();
    }
}
