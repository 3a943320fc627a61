package io.kefu.storage.tier;

import java.time.Instant;

/**
 * Whether a tier answers.
 *
 * @param reason what is wrong and the remedy; empty while available
 * @param since when this began
 */
public record TierHealth(boolean available, String reason, Instant since) {
    public static TierHealth ok(Instant since) {
        return new TierHealth(true, "", since);
    }

    public static TierHealth unavailable(String reason, Instant since) {
        return new TierHealth(false, reason, since);
    }
}
