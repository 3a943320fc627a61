package io.kefu.server.gateway;

import io.kefu.server.gateway.EventLog.Batch;
import io.kefu.server.gateway.EventLog.Event;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;

/**
 * One request that hears a connection's frames: a long poll or a stream. A connection has one at a time; a newer one ends
 * it. Used by the thread that serves the request, which alone writes to it.
 */
final class Reading implements AutoCloseable {
    private final HttpConnection connection;
    private final SocketWait wait = new SocketWait();
    private volatile boolean displaced;
    private volatile boolean over;
    private volatile long writeBegan; // 0 while no write is under way
    private long position;

    Reading(HttpConnection connection, long position) {
        this.connection = connection;
        this.position = position;
    }

    /** What comes next, as soon as there is something; empty when nothing came until the deadline, or nothing will. */
    Batch next(long deadlineNanos) throws InterruptedException {
        connection.log().await(position, deadlineNanos, this::displaced);
        return displaced
                ? Batch.NOTHING
                : connection.log().after(position, connection.gateway.limits().mergeBytes());
    }

    /** A newer one has taken its place. */
    boolean displaced() {
        return displaced;
    }

    void displace() {
        displaced = true;
        connection.log().wake();
    }

    /** The position that the client has once it has what was written. */
    long position() {
        return position;
    }

    /** Writes bytes in which these events are. */
    void write(OutputStream out, byte[] bytes, List<Event> events) throws IOException {
        connection.log().giving(events);
        writeBegan = System.nanoTime() | 1; // never 0
        wait.begin();
        try {
            if (over) {
                throw new InterruptedIOException("the client hears by a newer request");
            }
            out.write(bytes);
            out.flush();
        } finally {
            wait.end();
            writeBegan = 0;
        }
        if (!events.isEmpty()) {
            position = events.getLast().position();
            connection.written(events);
        }
    }

    /** Whether one write has taken this long. */
    boolean stuck(long now, long nanos) {
        long since = writeBegan;
        return since != 0 && now - since >= nanos;
    }

    /** Ends a write that is under way, and the client's TCP connection with it. */
    void cutOff() {
        wait.wake();
    }

    /** The same, and none begins any more: for one that nobody looks after from now on. */
    void end() {
        over = true;
        wait.wake();
    }

    @Override
    public void close() {
        connection.left(this);
    }
}
