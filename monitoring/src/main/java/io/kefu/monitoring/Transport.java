package io.kefu.monitoring;

/** What carries a connection's frames. */
public enum Transport implements LabelValue {
    WEBSOCKET,
    SSE,
    LONG_POLL,
    GRPC
}
