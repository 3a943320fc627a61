package io.kefu.server.app;

import io.kefu.server.succession.Incumbent;
import io.kefu.storage.fault.DirectoryInUseException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * This server on its way into another's place. Until the other has let go of the data directory it goes on serving whenever
 * this one ends, whatever ends it.
 */
final class Successor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Successor.class);

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    /** Beyond the deadline of its drain: it closes its rooms, and writes what it has taken. */
    private static final Duration LETS_GO_WITHIN = Duration.ofSeconds(40);

    private static final long LOOK_MILLIS = 2;

    private final Incumbent incumbent;
    private final JsonNode place;
    private final long pid;

    private Successor(Incumbent incumbent, JsonNode place, long pid) {
        this.incumbent = incumbent;
        this.place = place;
        this.pid = pid;
    }

    /** Asks the server that runs on this directory to make room; it goes on as before. Empty when none runs there. */
    static Optional<Successor> of(Path data, ServerOptions.TakeOver how) throws StartFailure, IOException {
        Optional<JsonNode> run = new RunFile(data).read();
        if (run.isEmpty() || !Files.exists(data.resolve("admin.token"))) {
            log.info("nobody to take over from in {}", data);
            return Optional.empty();
        }
        long pid = run.get().path("pid").asLong();
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            log.info("nobody to take over from: process {} of {} has ended", pid, data.resolve("run.json"));
            return Optional.empty();
        }
        URI admin = URI.create(run.get().path("admin_url").asString(""));
        String token = Files.readString(data.resolve("admin.token")).strip();
        JsonNode[] place = new JsonNode[1];
        try {
            Incumbent incumbent = Incumbent.ask(data, socket -> place[0] = ask(admin, token, socket, how));
            return Optional.of(new Successor(incumbent, place[0], pid));
        } catch (IOException e) {
            throw failure(
                    "process " + pid + ", which " + data.resolve("run.json") + " names, does not make room: "
                            + e.getMessage(),
                    e);
        }
    }

    private static JsonNode ask(URI admin, String token, Path socket, ServerOptions.TakeOver how) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("socket", socket.toString());
        how.deadline().ifPresent(given -> body.put("deadline_ms", given.toMillis()));
        how.spread().ifPresent(given -> body.put("spread_ms", given.toMillis()));
        HttpRequest request = HttpRequest.newBuilder(admin.resolve("/admin/v1/succession"))
                .timeout(ANSWERS_WITHIN)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ANSWERS_WITHIN)
                .build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode said = JsonMapper.shared().readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new IOException(said.path("detail").asString("it answered " + answer.statusCode()));
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Takes the door of the other: on return all that come are let in here, and wait. */
    void enter(FrontDoor door, String host, int port) throws StartFailure {
        String there = place.path("host").asString() + ":" + place.path("port").asInt();
        String here = host + ":" + (port == 0 ? place.path("port").asInt() : port);
        if (!there.equals(here)) {
            throw new StartFailure(
                    StartFailure.Kind.PREFLIGHT,
                    "the configuration says " + here + ", the server that runs listens on " + there,
                    "a successor keeps the address: for another one stop that server, then start this one");
        }
        door.prepare();
        door.gateway.expect(place.path("connections").asInt());
        try {
            incumbent.leave();
            door.admit(incumbent.listener(), place.path("port").asInt());
            log.info("took the listening socket of process {}; who comes waits for the data directory", pid);
        } catch (IOException e) {
            throw failure("process " + pid + " does not make room: " + e.getMessage(), e);
        }
    }

    /** How the stores are opened. */
    interface Opening {
        Stores open() throws IOException;
    }

    /** Opens them as soon as the other has let go. */
    Stores stores(Opening opening) throws StartFailure, IOException {
        long end = System.nanoTime()
                + LETS_GO_WITHIN.toNanos()
                + place.path("deadline_ms").asLong() * 1_000_000;
        while (true) {
            try {
                return opening.open();
            } catch (DirectoryInUseException e) {
                if (System.nanoTime() - end > 0) {
                    throw failure("process " + pid + " did not let go of the data directory in time", e);
                }
                pause();
            }
        }
    }

    private static void pause() throws StartFailure {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS); // polls a condition up to a deadline
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted while it waited for the data directory", e);
        }
    }

    private static StartFailure failure(String what, Exception cause) {
        return new StartFailure(
                StartFailure.Kind.PREFLIGHT,
                what,
                "it serves on; look at its log, or stop it and start this one without --take-over",
                List.of(),
                cause);
    }

    /** The place is taken. */
    void served() {
        try {
            incumbent.served();
        } catch (IOException e) {
            log.debug("the server of before has gone already", e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            incumbent.close();
        } catch (IOException e) {
            log.debug("the line to the server of before was not closed", e);
        }
    }
}
