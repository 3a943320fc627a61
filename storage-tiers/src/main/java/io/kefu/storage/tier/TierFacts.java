package io.kefu.storage.tier;

import java.time.LocalDate;

/**
 * What a tier holds, in numbers.
 *
 * @param version the engine's own, as it says it
 * @param messages how many there are; the engine's estimate where an exact count would take long
 * @param bytes what they take on the engine's disk or in its memory with indexes, {@link #UNKNOWN} where it does not tell
 * @param oldest the first UTC day of which there are messages, null when there are none
 * @param newest the last one, null when there are none
 */
public record TierFacts(String version, long messages, long bytes, LocalDate oldest, LocalDate newest) {
    public static final long UNKNOWN = -1;
}
