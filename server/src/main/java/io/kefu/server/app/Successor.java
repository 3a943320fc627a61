package io.kefu.server.app;

import io.kefu.server.succession.Incumbent;
import io.kefu.storage.Storage;
import io.kefu.storage.fault.DirectoryInUseException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** Beyond the deadline of its drain: it closes its rooms, and writes what it has taken. */
    private static final Duration LETS_GO_WITHIN = Duration.ofSeconds(40);

    /** The end of a process is heard on the line a moment before the kernel lets go of its lock. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);

    private static final long LOOK_MILLIS = 2;

    private final Path data;
    private final Incumbent incumbent;
    private final JsonNode place;
    private final long pid;

    private Successor(Path data, Incumbent incumbent, JsonNode place, long pid) {
        this.data = data;
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
        // Its process id says little: after a kill it may be another's, in a container even this one's own. And a
        // command may have
        // the directory since: whoever listens at that address then is not to hear the token.
        OptionalLong holder = Storage.holder(data);
        if (holder.isEmpty() || holder.getAsLong() != pid) {
            log.info("nobody to take over from: process {} of {} has ended", pid, data.resolve("run.json"));
            return Optional.empty();
        }
        URI admin = URI.create(run.get().path("admin_url").asString(""));
        Asking asking = new Asking(
                data, admin, Files.readString(data.resolve("admin.token")).strip());
        JsonNode[] place = new JsonNode[1];
        try {
            Incumbent incumbent = Incumbent.ask(data, socket -> place[0] = ask(asking, socket, how));
            log.info("process {} makes room; it serves until this one is ready", pid);
            return Optional.of(new Successor(data, incumbent, place[0], pid));
        } catch (IOException e) {
            throw failure(
                    "process " + pid + ", which " + data.resolve("run.json") + " names, does not make room: "
                            + e.getMessage(),
                    e);
        }
    }

    private static JsonNode ask(Asking asking, Path socket, ServerOptions.TakeOver how) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("socket", socket.toString());
        how.deadline().ifPresent(given -> body.put("deadline_ms", given.toMillis()));
        how.spread().ifPresent(given -> body.put("spread_ms", given.toMillis()));
        return asking.post("/admin/v1/succession", JsonMapper.shared().writeValueAsString(body));
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
        door.prepare(place.path("connections").asInt(), letsGoWithin());
        try {
            leave();
            door.admit(incumbent.listener(), place.path("port").asInt());
            log.info("took the listening socket of process {}; who comes waits for the data directory", pid);
        } catch (IOException e) {
            throw failure("process " + pid + " does not make room: " + e.getMessage(), e);
        }
    }

    /** One that ends just then leaves all the same: its socket is here, and its directory free. */
    private void leave() throws IOException, StartFailure {
        try {
            incumbent.leave();
        } catch (IOException e) {
            if (!hasEnded()) {
                throw e;
            }
            log.warn("process {} has ended before it made room", pid);
        }
    }

    private boolean hasEnded() throws StartFailure {
        long end = System.nanoTime() + ENDS_WITHIN.toNanos();
        while (Storage.holder(data).isPresent()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** What the other may take, from when it begins to leave. */
    private Duration letsGoWithin() {
        return LETS_GO_WITHIN.plusMillis(place.path("deadline_ms").asLong());
    }

    /** How the stores are opened. */
    interface Opening {
        Stores open() throws IOException;
    }

    /** Opens them as soon as the other has let go. */
    Stores stores(Opening opening) throws StartFailure, IOException {
        long end = System.nanoTime() + letsGoWithin().toNanos();
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
