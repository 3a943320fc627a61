package io.kefu.monitoring;

/** How a question that the bot was asked ended. {@code REJECTED} is a hit that the visitor took to a person after all. */
public enum AttemptResult implements LabelValue {
    HIT,
    BELOW_THRESHOLD,
    NO_MATCH,
    PROVIDER_DOWN,
    HANDOVER_WORD,
    REJECTED
}
