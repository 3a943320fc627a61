package io.kefu.storage.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The ordered record of all that happened. Each record has an offset, from 0, rising by one, never used twice.
 *
 * <p>A failed read throws {@link io.kefu.storage.fault.StorageException}.
 */
public interface Journal extends AutoCloseable {
    /** What one {@link #read} gives at most, whatever is asked. */
    int MAX_READ = 10_000;

    /**
     * Appends in order as one transaction: all or nothing, and on disk when it returns. Called by one thread at a time.
     *
     * @return the first record's offset; for an empty batch {@link #end()}
     */
    long append(List<JournalRecord> batch) throws JournalUnavailableException;

    /**
     * Committed records from an offset on, ascending. At most {@code limit} and {@link #MAX_READ}, and no more after
     * some 8 MiB of bodies; empty only at the end. Starts at {@link #begin()} when older ones are cut. Any thread.
     */
    List<CommittedRecord> read(long fromOffset, int limit);

    /** The next offset: one past the last committed record. */
    long end();

    /** The oldest offset kept; equal to {@link #end()} when nothing is. */
    long begin();

    /** The stream's snapshot of the last checkpoint that named it. */
    Optional<Snapshot> snapshot(String stream);

    /** Hands every snapshot that is open to the consumer, one at a time, in no order, as one consistent view. */
    void openSnapshots(Consumer<Snapshot> to);

    /**
     * Stores changed snapshots and forgets dropped streams with the offset up to which all are folded, as one
     * transaction. Does not hold up {@link #append}.
     *
     * @param offset where recovery starts to replay: the first record that no snapshot holds; never goes back
     */
    void checkpoint(List<Snapshot> changed, List<String> dropped, long offset) throws JournalUnavailableException;

    /** Where recovery starts to replay; 0 before the first checkpoint. */
    long checkpointOffset();

    /**
     * Forgets records below an offset and overwrites their bytes. In small transactions, so that appends go on between
     * them.
     *
     * @throws IllegalArgumentException past {@link #checkpointOffset()}: recovery would lack them
     */
    void cut(long beforeOffset) throws JournalUnavailableException;

    /**
     * Overwrites the bodies of conversations with nothing, in place; the records stay, so that offsets and numbers do.
     * Whoever folds or projects them again meets an empty body. In small transactions, as a cut is.
     *
     * @return how many records had a body
     */
    long erase(Set<String> streams) throws JournalUnavailableException;

    /** The conversations of a visitor that have a record here: a walk through all of it, some seconds for ten million. */
    Set<String> streamsOf(String visitor);

    /**
     * Leaves no earlier form of what was erased, nor of a snapshot, in the files beside the journal's own.
     *
     * @throws io.kefu.storage.fault.StorageException when readers do not let it for now
     */
    void scrub();

    /**
     * Waits until {@code end() > offset}, at most for the given time.
     *
     * @return whether it is so now
     */
    boolean awaitBeyond(long offset, Duration atMost) throws InterruptedException;

    /** Cheap, any thread. Unavailable also while an append hangs in the disk. */
    JournalHealth health();

    @Override
    void close();
}
