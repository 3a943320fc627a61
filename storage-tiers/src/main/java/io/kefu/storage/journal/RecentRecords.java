package io.kefu.storage.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * The last committed records in memory, so that projectors which keep up cost the disk, and the core that senders use,
 * nothing. Bounded in records and in bytes of bodies.
 */
final class RecentRecords {
    static final int MOST = 8_192;
    static final long MOST_BYTES = 8L << 20;

    private final JournalRecord[] ring = new JournalRecord[MOST];
    private long from;
    private long to;
    private long bytes;

    synchronized void add(long first, List<JournalRecord> batch) {
        if (first != to) {
            clear();
            from = first;
            to = first;
        }
        for (JournalRecord each : batch) {
            if (to - from == MOST) {
                forgetOldest();
            }
            ring[slot(to++)] = each;
            bytes += each.body().length;
            while (bytes > MOST_BYTES) {
                forgetOldest();
            }
        }
    }

    private void forgetOldest() {
        int slot = slot(from++);
        bytes -= ring[slot].body().length;
        ring[slot] = null;
    }

    /** Empty when the record at the offset is not here, whether it is older or not yet there. */
    synchronized List<CommittedRecord> read(long offset, int limit) {
        if (offset < from || offset >= to) {
            return List.of();
        }
        int count = (int) Math.min(limit, to - offset);
        List<CommittedRecord> records = new ArrayList<>(count);
        for (long each = offset; each < offset + count; each++) {
            records.add(new CommittedRecord(each, ring[slot(each)]));
        }
        return records;
    }

    synchronized void forgetBefore(long offset) {
        while (from < Math.min(offset, to)) {
            forgetOldest();
        }
    }

    synchronized void clear() {
        forgetBefore(to);
    }

    private static int slot(long offset) {
        return (int) (offset % MOST);
    }
}
