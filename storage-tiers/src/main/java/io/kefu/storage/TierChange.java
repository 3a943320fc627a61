package io.kefu.storage;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A tier on its way to another engine, while the old one serves.
 *
 * @param from the engine that stands; {@code none} where there was none
 * @param to the engine that the policy names
 * @param percent of this stage
 * @param day that is worked on, where the stage has days
 * @param reason why it does not go on right now, with the remedy; empty while it does
 */
public record TierChange(
        TierRole role, String from, String to, Stage stage, int percent, Optional<LocalDate> day, String reason) {
    /** What is being done. */
    public enum Stage {
        /** The new engine is connected to and its tables are made. */
        OPENING,
        /** What is older than the journal comes from the other tiers. */
        BACKFILL,
        /** The rest comes from the journal. */
        JOURNAL,
        /** Each day is held against the other tiers. */
        COMPARING
    }

    TierChange at(Stage next, int done, LocalDate when) {
        return new TierChange(role, from, to, next, done, Optional.ofNullable(when), "");
    }

    TierChange waiting(String why) {
        return new TierChange(role, from, to, stage, percent, day, why);
    }
}
