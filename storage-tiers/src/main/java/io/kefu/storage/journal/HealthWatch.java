package io.kefu.storage.journal;

import java.time.Duration;
import java.time.Instant;

/** What is known of the journal's health: the last outcome, and whether an append hangs in the disk right now. */
final class HealthWatch {
    /** An append that takes longer than this shows as unavailable while it lasts. */
    static final Duration SLOW = Duration.ofSeconds(2);

    private volatile JournalHealth last = JournalHealth.ok(Instant.now());
    private volatile long startedNanos;
    private volatile boolean running;

    void started() {
        startedNanos = System.nanoTime();
        running = true;
    }

    void ended() {
        running = false;
    }

    void succeeded() {
        if (!last.available()) {
            last = JournalHealth.ok(Instant.now());
        }
    }

    void failed(String reason) {
        last = JournalHealth.unavailable(reason, last.available() ? Instant.now() : last.since());
    }

    boolean isAvailable() {
        return last.available();
    }

    JournalHealth health() {
        long hanging = running ? System.nanoTime() - startedNanos : 0;
        if (last.available() && hanging > SLOW.toNanos()) {
            return JournalHealth.unavailable(
                    "the disk has not confirmed a write for "
                            + Duration.ofNanos(hanging).toSeconds()
                            + " s. See how busy the disk of the data directory is",
                    Instant.now().minusNanos(hanging));
        }
        return last;
    }
}
