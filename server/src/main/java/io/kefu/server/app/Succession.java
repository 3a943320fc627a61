package io.kefu.server.app;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.intake.Refusal;
import io.kefu.server.succession.Heir;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server on its way out of its place. It keeps the place when the successor ends before its clients have left; from
 * then on it closes its rooms, and the data directory is the successor's.
 */
final class Succession {

    private static final Logger log = LoggerFactory.getLogger(Succession.class);

    /** A successor that loads its classes on a busy machine takes a while. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    /** No deadline is further ahead: until then whoever has left waits. */
    static final long LONGEST_MILLIS = 600_000;

    private static final Duration LOOK = Duration.ofMillis(5);

    private final Place place;
    private final String host;
    private final Readiness readiness;
    private final Departure departure;
    private final Consumer<String> fault;
    private final CompletableFuture<Heir> over = new CompletableFuture<>();
    private boolean underWay;
    private boolean stopping;
    private boolean yielded; // of the thread that gives

    /** @param fault told why this server can let nobody in any more, once it is so */
    Succession(Place place, String host, Readiness readiness, Departure departure, Consumer<String> fault) {
        this.place = place;
        this.host = host;
        this.readiness = readiness;
        this.departure = departure;
        this.fault = fault;
    }

    /** Over how long clients leave, and when the rest is closed. */
    private record Bounds(Duration spread, Duration deadline) {}

    /**
     * Gives a successor that waits at a local socket its share of the listening socket; the rest follows when it is ready.
     *
     * @throws Refusal when there is one already, a drain is under way, or that cannot be
     */
    synchronized Object begin(String socket, Optional<Duration> deadline, Optional<Duration> spread) {
        if (underWay) {
            throw new Refusal(ErrorCode.ERROR_CODE_CONFLICT, "another successor is taking this place already");
        }
        if (stopping || readiness.isDraining()) {
            throw new Refusal(
                    ErrorCode.ERROR_CODE_CONFLICT, "this server is draining: call that off first, or let it end");
        }
        if (!place.canYield()) {
            throw new Refusal(
                    ErrorCode.ERROR_CODE_UNAVAILABLE,
                    "the web server cannot stop accepting without ending connections");
        }
        Bounds bounds = bounds(deadline, spread);
        try {
            Heir heir = Heir.at(path(socket), new InetSocketAddress(host, place.port()));
            underWay = true;
            Thread.ofPlatform().daemon().name("succession").start(() -> give(heir, bounds));
        } catch (IOException e) {
            throw new Refusal(
                    ErrorCode.ERROR_CODE_UNAVAILABLE, "the listening socket cannot be given away: " + e.getMessage());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("host", host);
        answer.put("port", place.port());
        answer.put("connections", place.connections());
        answer.put("deadline_ms", bounds.deadline().toMillis());
        return answer;
    }

    private static Path path(String socket) {
        try {
            return Path.of(socket);
        } catch (InvalidPathException e) {
            throw new Refusal(ErrorCode.ERROR_CODE_BAD_REQUEST, "socket is no path: " + e.getReason());
        }
    }

    private Bounds bounds(Optional<Duration> deadline, Optional<Duration> spread) {
        Duration over = spread.orElseGet(() -> departure.quick(place.connections()));
        Duration until = deadline.orElse(over.plusSeconds(1));
        return new Bounds(departure.within(over, until), until);
    }

    private void give(Heir heir, Bounds bounds) {
        boolean given = false;
        try {
            given = heir.ready(READY_WITHIN) && left(heir, bounds);
        } catch (IOException | RuntimeException e) {
            log.error("the successor could not be given this place", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (given) {
            over.complete(heir);
        } else {
            stay(heir);
        }
    }

    /** True once all have left, or the deadline is over, and the successor is still there. */
    private boolean left(Heir heir, Bounds bounds) throws IOException, InterruptedException {
        int connections = place.connections();
        log.info(
                "a successor takes this place connections={} spread_ms={} deadline_ms={}",
                connections,
                bounds.spread().toMillis(),
                bounds.deadline().toMillis());
        yielded = true;
        readiness.leaving();
        place.yieldPlace();
        heir.yielded();
        place.leave(bounds.spread());
        long end = System.nanoTime() + bounds.deadline().toNanos();
        while (place.connections() > 0 && System.nanoTime() - end < 0) {
            if (heir.gone(LOOK)) {
                return false;
            }
        }
        return !heir.gone(LOOK);
    }

    private void stay(Heir heir) {
        log.warn("the successor has gone before it had this place; this server serves on");
        try {
            resume(heir);
        } catch (IOException | RuntimeException e) {
            log.error("this server cannot let anybody in any more", e);
            fault.accept("it gave its listening socket to a successor that has gone, and cannot take it back");
        } finally {
            close(heir);
            synchronized (this) {
                underWay = false;
            }
        }
    }

    /** One that was told to stop meanwhile lets nobody in again. */
    private synchronized void resume(Heir heir) throws IOException {
        if (yielded && !stopping) {
            place.resume(heir.listener());
            place.stay();
        }
        yielded = false;
        readiness.kept();
    }

    private static void close(Heir heir) {
        try {
            heir.close();
        } catch (IOException e) {
            log.debug("the line to a successor that has gone was not closed", e);
        }
    }

    /** This server stops: it does not take its place again. */
    synchronized void stop() {
        stopping = true;
    }

    /** Whether a successor takes this place, or has it. */
    synchronized boolean underWay() {
        return underWay;
    }

    /** Completed when nothing keeps this server from closing its rooms for its successor. */
    CompletableFuture<Heir> over() {
        return over.copy();
    }

    boolean done() {
        return over.isDone();
    }
}
