package io.kefu.storage.journal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/** Cuts the journal behind the slowest projector, the checkpoint and the replay window, whichever keeps the most. */
public final class JournalTrim {
    private final Journal journal;
    private final LongSupplier slowestCursor;
    private final Duration window;
    private final InstantSource clock;

    public JournalTrim(Journal journal, LongSupplier slowestCursor, Duration window, InstantSource clock) {
        this.journal = journal;
        this.slowestCursor = slowestCursor;
        this.window = window;
        this.clock = clock;
    }

    /**
     * Cuts what may be cut now.
     *
     * @return how many records that were
     */
    public long run() throws JournalUnavailableException {
        long begin = journal.begin();
        long most = Math.min(slowestCursor.getAsLong(), journal.checkpointOffset());
        long before = firstSince(clock.millis() - window.toMillis(), begin, most);
        if (before > begin) {
            journal.cut(before);
        }
        return Math.max(0, before - begin);
    }

    /** By halving: times rise with offsets, save for what two senders' clocks and one commit may swap. */
    private long firstSince(long millis, long from, long to) {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = low + (high - low) / 2;
            List<CommittedRecord> there = journal.read(middle, 1);
            if (!there.isEmpty() && there.getFirst().record().atMillis() < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
