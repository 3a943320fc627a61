package io.kefu.bench.kill;

import io.kefu.kefuctl.load.wire.Rest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Waits until nothing is on the way any more and all clients and the server agree on every conversation. */
final class Convergence {
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final long LOOK_NANOS = 25_000_000;

    private final List<Participant> clients;
    private final Rest rest;
    private final Rest.Identity agent;

    Convergence(List<Participant> clients, Rest rest, Rest.Identity agent) {
        this.clients = clients;
        this.rest = rest;
        this.agent = agent;
    }

    /**
     * The last number of each conversation that the clients have.
     *
     * @throws IOException when they do not agree in time, with what they disagree on
     */
    Map<String, Long> await() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + WITHIN.toNanos();
        String why = disagreement();
        while (!why.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the clients did not converge within " + WITHIN.toSeconds() + " s: " + why);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            why = disagreement();
        }
        Map<String, Long> last = new HashMap<>();
        for (Participant client : clients) {
            client.conversations().forEach(id -> last.put(id, client.seen(id).whole()));
        }
        return last;
    }

    private String disagreement() throws IOException, InterruptedException {
        for (Participant client : clients) {
            client.readAll();
            if (!client.idle()) {
                return client + " is not done";
            }
        }
        Map<String, Participant.Seen> agreed = new HashMap<>();
        for (Participant client : clients) {
            for (String id : client.conversations()) {
                Participant.Seen seen = client.seen(id);
                Participant.Seen other = agreed.putIfAbsent(id, seen);
                if (other != null && !other.equals(seen)) {
                    return client + " sees " + id + " as " + seen + ", another as " + other;
                }
            }
        }
        return disagreementWithServer(agreed);
    }

    private String disagreementWithServer(Map<String, Participant.Seen> agreed)
            throws IOException, InterruptedException {
        for (Participant client : clients) {
            if (client.role.agent()) {
                continue;
            }
            for (String id : client.conversations()) {
                JsonNode stored = rest.get("/api/v1/conversations/" + id, agent.token());
                Map<String, Long> read = new HashMap<>();
                for (JsonNode mark : stored.path("read")) {
                    JsonNode by = mark.path("by");
                    read.put(
                            by.path("kind").asString("") + ":" + by.path("id").asString(""),
                            mark.path("seq").asLong());
                }
                var server = new Participant.Seen(stored.path("last_seq").asLong(), read);
                if (!server.equals(agreed.get(id))) {
                    return "the server has " + id + " as " + server + ", the clients as " + agreed.get(id);
                }
            }
        }
        return "";
    }
}
