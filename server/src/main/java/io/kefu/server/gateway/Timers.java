package io.kefu.server.gateway;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One wheel for the timers of all connections (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", 1987): a
 * connection costs a reference in a slot and nothing while nothing is due.
 */
final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
    private static final int SLOTS = 512;

    private final long slotNanos;
    private final List<List<LiveConnection>> slots = new ArrayList<>(SLOTS);
    private final long began;
    private long reached; // slots that time has passed, since the beginning

    /** @param slotNanos the exactness: nothing comes early, and all at most this late */
    Timers(long slotNanos, long now) {
        this.slotNanos = slotNanos;
        this.began = now;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>(0));
        }
    }

    /** What is added further ahead than this comes early. */
    long round() {
        return slotNanos * (SLOTS - 2);
    }

    /** Any thread. {@code at} as {@link System#nanoTime}. */
    synchronized void add(LiveConnection connection, long at) {
        long slot = Math.ceilDiv(at - began, slotNanos);
        long within = Math.clamp(slot, reached + 1, reached + SLOTS - 1);
        slots.get((int) (within % SLOTS)).add(connection);
    }

    /** Ticks whatever is due. One thread. */
    void advance(long now) {
        long until = Math.floorDiv(now - began, slotNanos);
        while (reached < until) {
            take().forEach(connection -> tick(connection, now));
        }
    }

    private synchronized List<LiveConnection> take() {
        reached++;
        int slot = (int) (reached % SLOTS);
        return slots.get(slot).isEmpty() ? List.of() : slots.set(slot, new ArrayList<>(0));
    }

    private static void tick(LiveConnection connection, long now) {
        try {
            connection.tick(now);
        } catch (RuntimeException e) { // one connection's fault must not stop the time of all
            LOG.error("connection={} its timers failed", connection.id(), e);
        }
    }
}
