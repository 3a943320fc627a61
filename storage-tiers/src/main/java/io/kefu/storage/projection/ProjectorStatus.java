package io.kefu.storage.projection;

import io.kefu.storage.tier.TierHealth;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a projector is.
 *
 * @param cursor the first journal offset that is not in the tier
 * @param lagRecords committed records that are not in the tier
 * @param lag for how long the oldest of them has waited since the start, or at all while the tier is away; zero when there is
 *     none
 * @param setAside records that the tier could not hold, since it exists
 * @param missed records that the journal had cut before the tier had them; a repair brings them back
 * @param failures attempts that failed since the start
 * @param lastBatch when the tier last took one, 1970 when it has not since the start
 */
public record ProjectorStatus(
        String tier,
        String engine,
        long cursor,
        long lagRecords,
        Duration lag,
        long setAside,
        long missed,
        long failures,
        Instant lastBatch,
        TierHealth health) {}
