package io.kefu.storage.projection;

import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.tier.MessageTier;
import java.time.Duration;
import java.util.List;

/** Fills a tier that a restart emptied from the journal's tail, before anyone reads. */
public final class Replay {
    private static final int STEP = 1_000;

    private Replay() {}

    /** Where to begin, so that at most so many records are replayed. */
    public static long start(Journal journal, long mostRecords) {
        return Math.max(journal.begin(), journal.end() - mostRecords);
    }

    /**
     * Carries what is committed now; what the time does not allow is left to the tier's projector.
     *
     * @return how many records were carried
     */
    public static long run(
            Journal journal, MessageTier tier, ProjectionSource source, AsideFile aside, Duration atMost) {
        Carrier carrier = new Carrier(tier, source, aside);
        long deadline = System.nanoTime() + atMost.toNanos();
        long carried = 0;
        while (tier.cursor() < journal.end() && System.nanoTime() - deadline < 0) {
            List<CommittedRecord> records = journal.read(tier.cursor(), STEP);
            if (records.isEmpty()) {
                break;
            }
            carrier.carry(records);
            carried += records.size();
        }
        return carried;
    }
}
