package io.kefu.server.delivery;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.Presence;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agents see of each other. A thread of its own tells them, so that ten thousand who must hear of one change delay no
 * acknowledgement; of an agent who changes faster than all can be told only the last state is said. Who comes new is told
 * of everyone. Nothing here blocks the caller.
 */
public final class PresenceBoard implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PresenceBoard.class);
    private static final Duration GATHERED = Duration.ofMillis(50);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final Roster roster;
    private final Consumer<Runnable> together;
    private final Set<Subscriber> agents = ConcurrentHashMap.newKeySet();
    private final Queue<Subscriber> newcomers = new ConcurrentLinkedQueue<>(); // at most one entry a connection
    private final Map<String, Presence> changed = new ConcurrentHashMap<>(); // at most one entry an agent
    private final Map<String, EncodedFrame> said = new HashMap<>(); // the board's thread's own
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile boolean running = true;

    public PresenceBoard(Roster roster) {
        this(roster, Runnable::run);
    }

    /** The same, where {@code together} runs what sends, so that what is sent by it leaves together. */
    public PresenceBoard(Roster roster, Consumer<Runnable> together) {
        this.roster = roster;
        this.together = together;
        this.thread = Thread.ofPlatform().name("presence-board").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** An agent's connection: hears of everyone soon, and of each change from now on. */
    public void join(Subscriber agent) {
        agents.add(agent);
        newcomers.add(agent);
        news.release();
    }

    public void leave(Subscriber agent) {
        agents.remove(agent);
    }

    /** An agent's status or load changed: every agent is told. */
    public void changed(Presence presence) {
        changed.put(presence.getAgentId(), presence);
        news.release();
    }

    private void run() {
        while (running) {
            try {
                news.acquire();
                news.drainPermits();
                together.accept(this::tell);
                TimeUnit.NANOSECONDS.sleep(GATHERED.toNanos()); // what changes meanwhile is told once
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.error("Agents could not be told of each other; the next change tells them", e);
            }
        }
    }

    private void tell() {
        if (!newcomers.isEmpty()) {
            said.keySet().removeIf(id -> roster.member(id).isEmpty());
        }
        for (Subscriber next = newcomers.poll(); next != null; next = newcomers.poll()) {
            said.values().forEach(next::sendDroppable);
        }
        List<EncodedFrame> frames = List.copyOf(changed.keySet()).stream()
                .map(changed::remove)
                .map(this::frame)
                .toList();
        agents.forEach(to -> frames.forEach(to::sendDroppable));
    }

    private EncodedFrame frame(Presence presence) {
        EncodedFrame frame = Frames.presence(presence);
        said.put(presence.getAgentId(), frame);
        return frame;
    }

    @Override
    public void close() {
        running = false;
        news.release();
        try {
            if (!thread.join(LONGEST_CLOSE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
