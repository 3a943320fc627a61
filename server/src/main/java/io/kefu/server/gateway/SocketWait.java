package io.kefu.server.gateway;

/**
 * A virtual thread's waits inside one socket call, from which it can be woken: an interrupt there closes the socket
 * beneath, even under TLS, whose own close would wait for the very lock that a stuck read or write holds. Outside these
 * waits the thread is never interrupted, because then it runs code of the room above.
 */
final class SocketWait {
    private Thread waiting;
    private boolean woken;

    /** The calling thread goes into a socket call. */
    synchronized void begin() {
        waiting = Thread.currentThread();
    }

    /** It came out, whether by returning or by throwing. */
    synchronized void end() {
        waiting = null;
        if (woken) {
            woken = false;
            Thread.interrupted(); // ours; nobody else is to see it
        }
    }

    /** Wakes the thread, if one waits. */
    synchronized void wake() {
        if (waiting != null) {
            woken = true;
            waiting.interrupt();
        }
    }
}
