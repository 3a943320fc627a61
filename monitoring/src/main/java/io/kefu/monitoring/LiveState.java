package io.kefu.monitoring;

/** The states of a conversation that is not closed. */
public enum LiveState implements LabelValue {
    BOT,
    QUEUED,
    ASSIGNED
}
