package io.kefu.monitoring;

/** Who holds a connection; {@code API} is an integration with an API key. */
public enum ClientKind implements LabelValue {
    VISITOR,
    AGENT,
    API
}
