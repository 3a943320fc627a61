package io.kefu.server.gateway;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Waits of the web server's threads for the other end: for its bytes, or for it to read ours. Each has an end; then the
 * thread is woken, and what it waited in fails. Over HTTP/1.1, and for whatever is written, the connection is closed by that.
 */
final class PeerWaits {
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private final Runnable tooSlow;

    /** @param tooSlow told of each that came to its end */
    PeerWaits(Runnable tooSlow) {
        this.tooSlow = tooSlow;
    }

    /** The calling thread goes into a wait; closed by the same thread when it came out. */
    Wait begin(Duration most) {
        Wait wait = new Wait(System.nanoTime() + most.toNanos());
        wait.socket.begin();
        waits.add(wait);
        return wait;
    }

    /** Ends what took too long. {@code now} as {@link System#nanoTime}. */
    void sweep(long now) {
        waits.forEach(wait -> wait.look(now));
    }

    /** Waits that are under way. */
    int underWay() {
        return waits.size();
    }

    /** One of them. */
    final class Wait implements AutoCloseable {
        private final SocketWait socket = new SocketWait();
        private final long until;
        private volatile boolean over;

        private Wait(long until) {
            this.until = until;
        }

        private void look(long now) {
            if (now - until < 0) {
                return;
            }
            if (!over) {
                over = true;
                tooSlow.run();
            }
            socket.wake(); // each time anew: the code in between may go into the next wait by itself
        }

        /** Whether it took too long. */
        boolean over() {
            return over;
        }

        @Override
        public void close() {
            waits.remove(this);
            socket.end();
        }
    }
}
