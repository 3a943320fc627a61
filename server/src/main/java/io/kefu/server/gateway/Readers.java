package io.kefu.server.gateway;

/** The requests by which a client hears: one, and perhaps the one before it, which was displaced and still writes. */
final class Readers {
    private final HttpConnection connection;
    private volatile Reading hearing; // null while there is none
    private volatile Reading leaving; // null while there is none

    Readers(HttpConnection connection) {
        this.connection = connection;
    }

    /** One begins, after this position; the one before it ends. */
    synchronized Reading begin(long position) {
        if (hearing != null) {
            if (leaving != null) {
                leaving.end();
            }
            leaving = hearing;
            hearing.displace();
        }
        hearing = new Reading(connection, position);
        return hearing;
    }

    synchronized void left(Reading ended) {
        if (leaving == ended) {
            leaving = null;
        }
        if (hearing == ended) {
            hearing = null;
        }
    }

    /** Whether one hears now. */
    boolean hear() {
        return hearing != null;
    }

    /** Whether one is there that may write. */
    boolean any() {
        return hearing != null || leaving != null;
    }

    /** Whether the one that hears has been writing for so long. */
    boolean stuck(long now, long nanos) {
        Reading current = hearing;
        return current != null && current.stuck(now, nanos);
    }

    /** Ends what the one that hears writes, and its TCP connection with that. */
    void cutStuck() {
        Reading current = hearing;
        if (current != null) {
            current.cutOff();
        }
    }

    /** Of one that was displaced nobody is told: its client hears by another. */
    void cutStuckBefore(long now, long nanos) {
        Reading before = leaving;
        if (before != null && before.stuck(now, nanos)) {
            before.end();
        }
    }

    /** Nobody hears any more. */
    void cutOff() {
        Reading current = hearing;
        if (current != null) {
            current.displace();
            current.cutOff();
        }
        Reading before = leaving;
        if (before != null) {
            before.end();
        }
    }
}
