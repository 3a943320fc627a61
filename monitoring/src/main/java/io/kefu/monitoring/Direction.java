package io.kefu.monitoring;

/** Which way a message crossed the system. A bot's answer goes neither way: nobody waits at its sending end. */
public enum Direction implements LabelValue {
    VISITOR_TO_AGENT,
    AGENT_TO_VISITOR
}
