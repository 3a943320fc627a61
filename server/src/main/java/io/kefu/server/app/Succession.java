package io.kefu.server.app;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.GoAwayReason;
import io.kefu.server.intake.Refusal;
import io.kefu.server.succession.Heir;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    private static final Duration LOOK = Duration.ofMillis(5);

    private final FrontDoor door;
    private final String host;
    private final Readiness readiness;
    private final Departure departure;
    private final CompletableFuture<Heir> over = new CompletableFuture<>();
    private boolean underWay;
    private boolean yielded; // of the thread that gives

    Succession(FrontDoor door, String host, Readiness readiness, Departure departure) {
        this.door = door;
        this.host = host;
        this.readiness = readiness;
        this.departure = departure;
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
        if (readiness.isDraining()) {
            throw new Refusal(
                    ErrorCode.ERROR_CODE_CONFLICT, "this server is draining: call that off first, or let it end");
        }
        if (!door.canYield()) {
            throw new Refusal(
                    ErrorCode.ERROR_CODE_UNAVAILABLE,
                    "the web server cannot stop accepting without ending connections");
        }
        Bounds bounds = bounds(deadline, spread);
        try {
            Heir heir = Heir.at(Path.of(socket), door.port());
            underWay = true;
            Thread.ofPlatform().daemon().name("succession").start(() -> give(heir, bounds));
        } catch (IOException e) {
            throw new Refusal(
                    ErrorCode.ERROR_CODE_UNAVAILABLE, "the listening socket cannot be given away: " + e.getMessage());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("host", host);
        answer.put("port", door.port());
        answer.put("connections", door.gateway.connections().size());
        answer.put("deadline_ms", bounds.deadline().toMillis());
        return answer;
    }

    private Bounds bounds(Optional<Duration> deadline, Optional<Duration> spread) {
        Duration over = spread.orElseGet(
                () -> departure.quick(door.gateway.connections().size()));
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
        int connections = door.gateway.connections().size();
        log.info(
                "a successor takes this place connections={} spread_ms={} deadline_ms={}",
                connections,
                bounds.spread().toMillis(),
                bounds.deadline().toMillis());
        yielded = true;
        readiness.leaving();
        door.yieldPlace();
        heir.yielded();
        door.gateway.leave(GoAwayReason.GO_AWAY_REASON_UPGRADE, bounds.spread());
        long end = System.nanoTime() + bounds.deadline().toNanos();
        while (!door.gateway.connections().isEmpty() && System.nanoTime() - end < 0) {
            if (heir.gone(LOOK)) {
                return false;
            }
        }
        return !heir.gone(LOOK);
    }

    private void stay(Heir heir) {
        try (heir) {
            log.warn("the successor has gone before it had this place; this server serves on");
            if (yielded && !readiness.isDraining()) { // it may have been told to stop meanwhile
                door.resume(heir.listener());
                door.gateway.stay();
            }
            yielded = false;
            readiness.kept();
        } catch (IOException e) {
            log.error("this server cannot let anybody in any more: start it again", e);
        } finally {
            synchronized (this) {
                underWay = false;
            }
        }
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
