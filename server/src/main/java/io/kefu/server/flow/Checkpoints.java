package io.kefu.server.flow;

import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalUnavailableException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps recovery short: a few states at a time are snapshotted, the longest changed first, so that no batch waits for
 * long. Snapshots are made on the flow's thread and stored on another, one checkpoint at a time.
 */
final class Checkpoints implements AutoCloseable {

    /** Records that recovery may have to fold. */
    static final long TAIL = 20_000;

    static final int CLOSED_IN_MEMORY = 20_000;

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final int MOST_AT_ONCE = 16;

    private final Journal journal;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            Thread.ofPlatform().daemon().name("checkpoint").factory());
    private volatile boolean busy;
    private volatile List<Streams.Pending> failed = List.of();

    Checkpoints(Journal journal) {
        this.journal = journal;
    }

    /** After each batch: does little, and nothing while the last one is still being stored. */
    void some(Streams streams, long end) {
        if (busy) {
            return;
        }
        takeBack(streams);
        if (streams.oldestDirty(end) >= end - TAIL) {
            return;
        }
        List<Streams.Pending> changed = streams.snapshotsOfDirtyBefore(end - TAIL, MOST_AT_ONCE, end - 1);
        long oldest = streams.oldestDirty(end);
        streams.evictClosed(CLOSED_IN_MEMORY);
        busy = true;
        writer.execute(() -> {
            store(changed, oldest);
            busy = false;
        });
    }

    private void takeBack(Streams streams) {
        if (!failed.isEmpty()) {
            streams.notStored(failed);
            failed = List.of();
        }
    }

    /** At the end: everything. */
    void all(Streams streams, long end) {
        close();
        takeBack(streams);
        List<Streams.Pending> changed = streams.snapshotsOfDirtyBefore(Long.MAX_VALUE, Integer.MAX_VALUE, end - 1);
        if (!changed.isEmpty()) {
            store(changed, end);
        }
    }

    private void store(List<Streams.Pending> changed, long offset) {
        try {
            journal.checkpoint(changed.stream().map(Streams.Pending::snapshot).toList(), List.of(), offset);
        } catch (JournalUnavailableException e) {
            // Nothing is lost: recovery folds the records again.
            failed = changed;
            log.warn("A checkpoint of {} states could not be stored: {}", changed.size(), e.getMessage());
        }
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("The last checkpoint is still being stored");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
