package io.kefu.storage.ageing;

import java.time.LocalDate;

/** What became of a day that a tier had kept for its time. */
public record DayOutcome(LocalDate day, Fate fate) {
    /** What became of it. */
    public enum Fate {
        /** The next tier held the same messages: it is gone from this one. */
        DROPPED,
        /** There is no next tier: it stays. */
        KEPT_NO_COLDER_TIER,
        /** The next tier holds other messages than this one: it stays, and someone should look. */
        KEPT_MISMATCH,
        /** One of the two did not answer: it stays until they do. */
        KEPT_UNAVAILABLE
    }
}
