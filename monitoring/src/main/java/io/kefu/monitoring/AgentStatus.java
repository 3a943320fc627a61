package io.kefu.monitoring;

/** An agent's own status. */
public enum AgentStatus implements LabelValue {
    ONLINE,
    AWAY,
    OFFLINE
}
