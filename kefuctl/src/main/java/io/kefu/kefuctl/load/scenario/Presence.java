package io.kefu.kefuctl.load.scenario;

import io.kefu.kefuctl.load.Crowd;
import io.kefu.kefuctl.load.LoadException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** People who are there, each on one connection, while something else goes on: what an agent who left had goes to others. */
final class Presence implements AutoCloseable {
    private static final long WELCOMED_WITHIN = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int ALL_AT_ONCE = 1_000;

    private final Crowd crowd;
    private final Thread holding;
    private volatile boolean over;

    private Presence(Crowd crowd) {
        this.crowd = crowd;
        this.holding = Thread.ofPlatform().daemon().name("bench-presence").start(this::hold);
    }

    /** All of these are welcomed on return. */
    static Presence of(Setting setting, List<String> tokens) throws IOException {
        Crowd crowd = new Crowd(setting.target().server(), setting.codec(), tokens, 0);
        boolean done = false;
        try {
            crowd.arrive(tokens.size(), ALL_AT_ONCE, WELCOMED_WITHIN);
            if (crowd.live() < tokens.size()) {
                throw new LoadException("not all of " + tokens.size() + " agents were welcomed within a minute");
            }
            done = true;
            return new Presence(crowd);
        } finally {
            if (!done) {
                crowd.close();
            }
        }
    }

    private void hold() {
        try {
            while (!over) {
                crowd.hold(LOOK);
            }
        } catch (IOException e) {
            over = true; // the server has gone: whoever calls it notices too
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        try {
            holding.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        crowd.close();
    }
}
