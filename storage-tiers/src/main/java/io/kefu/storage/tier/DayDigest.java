package io.kefu.storage.tier;

import java.time.LocalDate;

/**
 * What a tier holds of one UTC day, for comparing tiers.
 *
 * @param digest equal on two tiers exactly when they hold the same messages with the same amendments; in no row's order
 */
public record DayDigest(LocalDate day, long count, String digest) {}
