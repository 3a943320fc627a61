package io.kefu.server.gateway;

/**
 * When to ping a connection and what its silence means. Knows no clock: every time is given, in nanoseconds of {@link
 * System#nanoTime()}. {@link #heard} and {@link #listening} are for the reader's thread, the rest for the timer's.
 */
final class Heartbeat {
    /** What is due. */
    enum Due {
        NOTHING,
        /** A ping. */
        PING,
        /** A ping; and since the last one, a whole interval ago, no byte at all came. */
        PING_AFTER_TIMEOUT,
        /** Nothing came for two and a half intervals. */
        DEAD
    }

    private final long interval;
    private volatile long lastHeard;
    private volatile boolean listening;
    private long lastPing;
    private long nextPing;
    private boolean pinged;

    Heartbeat(long intervalNanos, long now) {
        interval = intervalNanos;
        lastHeard = now;
        nextPing = now + intervalNanos;
    }

    /** Whether the reader waits for bytes. While it does not, silence means nothing: bytes may wait in the kernel. */
    void listening(boolean now) {
        listening = now;
    }

    boolean listening() {
        return listening;
    }

    /** At least one byte came. */
    void heard(long now) {
        lastHeard = now;
    }

    /** How long nothing can be due, at least 1. */
    long dueIn(long now) {
        long dead = listening ? lastHeard + interval * 5 / 2 - now : interval;
        return Math.max(1, Math.min(nextPing - now, dead));
    }

    /** What is due now; a ping counts as sent when this returns it. */
    Due at(long now) {
        if (!listening) {
            lastHeard = now;
        }
        if (now - lastHeard >= interval * 5 / 2) {
            return Due.DEAD;
        }
        if (now - nextPing < 0) {
            return Due.NOTHING;
        }
        boolean timeout = pinged && lastHeard - lastPing < 0;
        pinged = true;
        lastPing = now;
        nextPing = now + interval;
        return timeout ? Due.PING_AFTER_TIMEOUT : Due.PING;
    }
}
