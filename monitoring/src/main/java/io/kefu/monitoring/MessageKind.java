package io.kefu.monitoring;

/** The message types of the client protocol. */
public enum MessageKind implements LabelValue {
    TEXT,
    IMAGE,
    VOICE,
    FILE,
    CARD,
    EVENT,
    RECALL,
    EDIT
}
