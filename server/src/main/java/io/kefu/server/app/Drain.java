package io.kefu.server.app;

import io.kefu.protocol.v1.GoAwayReason;
import io.kefu.server.gateway.Gateway;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has clients leave: the server is not ready any more and lets nobody in, each client is told to go after its own share of
 * a spread, and whoever is still there at the deadline is closed. What clients send until they go is taken as ever.
 */
final class Drain {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    /** No deadline is further ahead. */
    static final long LONGEST_MILLIS = 3_600_000;

    private static final long TELL_SECONDS = 5;

    private final Gateway gateway;
    private final Readiness readiness;
    private final ScheduledExecutorService timer;
    private final Departure departure;
    private Running running; // null while there is none

    private record Running(int asked, long deadlineNanos, ScheduledFuture<?> end) {
        long leftMillis() {
            return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
        }
    }

    /**
     * How far it is.
     *
     * @param asked connections that there were when it began
     * @param left connections that there are
     * @param millis until the deadline
     */
    record Progress(boolean draining, int asked, int left, long millis) {
        Map<String, Object> answer() {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("draining", draining);
            answer.put("connections_asked", asked);
            answer.put("connections_left", left);
            answer.put("deadline_in_ms", millis);
            return answer;
        }
    }

    Drain(Gateway gateway, Readiness readiness, ScheduledExecutorService timer, Departure departure) {
        this.gateway = gateway;
        this.readiness = readiness;
        this.timer = timer;
        this.departure = departure;
    }

    /** Begins, unless one is under way; what is not given is the configuration's. Returns at once. */
    synchronized Progress begin(Optional<Duration> deadline, Optional<Duration> spread) {
        if (running == null) {
            readiness.draining();
            int asked = gateway.connections().size();
            Duration within = deadline.orElse(departure.drain());
            Duration over = departure.within(spread.orElseGet(() -> departure.spread(asked, within)), within);
            log.info("draining connections={} spread_ms={} deadline_ms={}", asked, over.toMillis(), within.toMillis());
            gateway.drain(GoAwayReason.GO_AWAY_REASON_DRAIN, over);
            ScheduledFuture<?> end = timer.schedule(this::sendOff, within.toMillis(), TimeUnit.MILLISECONDS);
            running = new Running(asked, System.nanoTime() + within.toNanos(), end);
        }
        return progress();
    }

    private void sendOff() {
        int left = gateway.connections().size();
        if (left > 0) {
            log.info("the drain is over connections_closed={}", left);
        }
        gateway.sendOff();
    }

    synchronized Progress progress() {
        int left = gateway.connections().size();
        return running == null
                ? new Progress(false, 0, left, 0)
                : new Progress(true, running.asked(), left, running.leftMillis());
    }

    /** The server stays: it is ready, and lets clients in. Whoever was told to go still goes, and may come back. */
    synchronized Progress end() {
        if (running != null) {
            running.end().cancel(false);
            running = null;
            gateway.stay();
            readiness.staying();
            log.info("the drain was called off");
        }
        return progress();
    }

    /** Before a stop: drains within the configured bounds, or sooner when that was begun before; waits for the end of it. */
    void await() {
        begin(Optional.empty(), Optional.empty());
        long deadline = System.nanoTime()
                + Math.min(departure.drain().toMillis(), progress().millis()) * 1_000_000;
        long tell = System.nanoTime() + TimeUnit.SECONDS.toNanos(TELL_SECONDS);
        try {
            while (!gateway.connections().isEmpty() && System.nanoTime() - deadline < 0) {
                if (System.nanoTime() - tell > 0) {
                    tell += TimeUnit.SECONDS.toNanos(TELL_SECONDS);
                    log.info(
                            "draining connections_left={}",
                            gateway.connections().size());
                }
                TimeUnit.MILLISECONDS.sleep(20); // polls a condition up to a deadline
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts wants it over: the gateway closes the rest
        } finally {
            forget();
        }
    }

    /** A timer that stops would wait for the deadline. */
    private synchronized void forget() {
        if (running != null) {
            running.end().cancel(false);
        }
    }
}
