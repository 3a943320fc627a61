package io.kefu.storage.journal;

import io.kefu.storage.fault.Uninterrupted;
import io.kefu.storage.sqlite.WalKeeper;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The journal's background thread: checkpoints the WALs, and tries a small write while the journal is unavailable. */
final class JournalKeeper implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final WalKeeper wal;
    private final SnapshotFile snapshots;
    private final HealthWatch health;
    private final Runnable probe;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("journal-keeper").daemon().unstarted(this::run);

    JournalKeeper(WalKeeper wal, SnapshotFile snapshots, HealthWatch health, Runnable probe) {
        this.wal = wal;
        this.snapshots = snapshots;
        this.health = health;
        this.probe = probe;
    }

    void start() {
        thread.start();
    }

    /** Empties the journal's WAL. */
    void empty() {
        wal.empty();
    }

    private void run() {
        try {
            while (!stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                wal.look();
                snapshots.keep();
                if (!health.isAvailable()) {
                    probe.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        Uninterrupted.join(thread);
        wal.close();
    }
}
