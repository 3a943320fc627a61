package io.kefu.monitoring;

/** Who wrote a message. */
public enum Author implements LabelValue {
    VISITOR,
    AGENT,
    BOT,
    SYSTEM
}
