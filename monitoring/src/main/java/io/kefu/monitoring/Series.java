package io.kefu.monitoring;

/** What the ring keeps. The constants' order is the order on disk. */
public enum Series implements LabelValue {
    MESSAGES_PER_SECOND("1/s"),
    CONNECTIONS(""),
    QUEUE(""),
    HEARTBEAT_TIMEOUT_RATE("ratio"),
    E2E_P95_MS("ms"),
    AUTOREPLY_HIT_RATE("ratio");

    private final String unit;

    Series(String unit) {
        this.unit = unit;
    }

    public String unit() {
        return unit;
    }

    /**
     * The series of this name as the REST API writes it.
     *
     * @throws IllegalArgumentException for a name that is no series; the message lists those that are
     */
    public static Series named(String name) {
        for (Series series : values()) {
            if (series.label().equals(name)) {
                return series;
            }
        }
        throw new IllegalArgumentException(
                "there is no series of this name; known are " + String.join(", ", LabelValue.labels(Series.class)));
    }
}
