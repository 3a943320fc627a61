package io.kefu.storage.fault;

/** Waits that have to come to their end: an interrupt meanwhile is kept for whoever asks next. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Waits until a thread that was told to end has ended. */
    public static void join(Thread thread) {
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
