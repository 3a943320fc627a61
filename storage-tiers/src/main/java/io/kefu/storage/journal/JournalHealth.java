package io.kefu.storage.journal;

import java.time.Instant;

/**
 * Whether the journal takes records.
 *
 * @param reason what is wrong and the remedy; empty while available
 * @param since when this began
 */
public record JournalHealth(boolean available, String reason, Instant since) {
    public static JournalHealth ok(Instant since) {
        return new JournalHealth(true, "", since);
    }

    public static JournalHealth unavailable(String reason, Instant since) {
        return new JournalHealth(false, reason, since);
    }
}
