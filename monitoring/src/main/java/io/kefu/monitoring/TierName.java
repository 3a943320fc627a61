package io.kefu.monitoring;

/** The tiers that hold messages. */
public enum TierName implements LabelValue {
    HOT,
    WARM,
    COLD
}
