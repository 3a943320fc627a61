package io.kefu.storage.repair;

import io.kefu.storage.tier.DayDigest;
import java.time.LocalDate;

/** One day as the warm and the cold tier hold it. */
public record DayComparison(LocalDate day, DayDigest warm, DayDigest cold, Verdict verdict) {
    /** How the two stand to one another. */
    public enum Verdict {
        /** Both hold the very same messages. */
        AGREE,
        /** Only the cold tier holds the day: it has aged. */
        AGED,
        /** They differ while one of them still lags: look again once it has caught up. */
        MOVING,
        /** They differ, and nothing is under way that would mend it. */
        DISAGREE
    }
}
