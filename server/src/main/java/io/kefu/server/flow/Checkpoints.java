package io.kefu.server.flow;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalUnavailableException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps recovery short: a few states at a time are snapshotted, the longest changed first, so that no batch waits for
 * long. Snapshots are made on the flow's thread and stored on another, one checkpoint at a time.
 */
final class Checkpoints implements AutoCloseable {

    /** After so many records a changed state is snapshotted; later where more come in a few seconds ({@link RecoveryTail}). */
    static final long TAIL = 60_000;

    static final int CONVERSATIONS_IN_MEMORY = 20_000;

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final int MOST_AT_ONCE = 16;
    private static final int WRITER_SECONDS = 5;

    private final Journal journal;
    private final RecoveryTail tail;
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
        this(journal, TAIL);
    }

    /** @param tail records after which a changed state is snapshotted when few come */
    Checkpoints(Journal journal, long tail) {
        this.journal = journal;
        this.tail = new RecoveryTail(tail);
    }

    /** After each batch: does little, and nothing while the last one is still being stored. */
    void some(Streams streams, long end) {
        long before = end - tail.records(end, System.nanoTime());
        if (busy) {
            return;
        }
        takeBack(streams);
        if (streams.oldestDirty(end) >= before) {
            return;
        }
        // Before the snapshots are on their way: what is forgotten is read again from those that are stored.
        streams.evictClosed(CONVERSATIONS_IN_MEMORY);
        List<Streams.Pending> changed = snapshots(streams, before, MOST_AT_ONCE, end);
        if (changed.isEmpty()) {
            return;
        }
        long oldest = streams.oldestDirty(end);
        busy = true;
        writer.execute(() -> {
            try {
                store(changed, oldest);
            } finally {
                busy = false;
            }
        });
    }

    /** None when a state that was thrown away cannot be read again now. */
    private static List<Streams.Pending> snapshots(Streams streams, long before, int most, long end) {
        try {
            return streams.snapshotsOfDirtyBefore(before, most, end - 1);
        } catch (StorageException e) {
            log.warn("No checkpoint: {}", e.getMessage());
            return List.of();
        }
    }

    private void takeBack(Streams streams) {
        if (!failed.isEmpty()) {
            streams.notStored(failed);
            failed = List.of();
        }
    }

    /** Removes snapshots for good, those on their way to the disk among them; waits until that is done. */
    void forget(Set<String> streams) throws JournalUnavailableException {
        awaitWriter();
        failed = failed.stream()
                .filter(each -> !streams.contains(each.snapshot().stream()))
                .toList();
        journal.checkpoint(List.of(), List.copyOf(streams), 0);
    }

    private void awaitWriter() {
        try {
            writer.submit(() -> {}).get(WRITER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("the wait for a checkpoint was interrupted", e);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            throw new StorageException("a checkpoint is being stored for long: the disk is slow", e);
        }
    }

    /** At the end: everything. */
    void all(Streams streams, long end) {
        close();
        takeBack(streams);
        List<Streams.Pending> changed = snapshots(streams, Long.MAX_VALUE, Integer.MAX_VALUE, end);
        if (!changed.isEmpty()) {
            store(changed, end);
        }
    }

    private void store(List<Streams.Pending> changed, long offset) {
        try {
            journal.checkpoint(changed.stream().map(Streams.Pending::snapshot).toList(), List.of(), offset);
        } catch (JournalUnavailableException | RuntimeException e) {
            // Nothing is lost: recovery folds the records again.
            failed = changed;
            log.warn("A checkpoint of {} states could not be stored", changed.size(), e);
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
