package io.kefu.monitoring;

/** What was asked of a tier. */
public enum TierOp implements LabelValue {
    READ,
    WRITE,
    SEARCH,
    TRIM
}
