package io.kefu.monitoring;

/** What became of a conversation that asked for a person. */
public enum AssignmentResult implements LabelValue {
    ASSIGNED,
    QUEUED,
    TRANSFERRED,
    REASSIGNED,
    BOT,
    OUT_OF_HOURS,
    QUEUE_FULL,
    TIMED_OUT
}
