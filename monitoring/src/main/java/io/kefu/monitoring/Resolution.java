package io.kefu.monitoring;

import java.time.Duration;

/** How fine samples are and how long they are kept. */
enum Resolution {
    TEN_SECONDS("10s", Duration.ofSeconds(10), Duration.ofHours(2)),
    MINUTE("1m", Duration.ofMinutes(1), Duration.ofDays(2)),
    QUARTER("15m", Duration.ofMinutes(15), Duration.ofDays(90));

    private final String label;
    private final Duration step;
    private final Duration kept;

    Resolution(String label, Duration step, Duration kept) {
        this.label = label;
        this.step = step;
        this.kept = kept;
    }

    String label() {
        return label;
    }

    long stepMillis() {
        return step.toMillis();
    }

    int samples() {
        return (int) (kept.toMillis() / step.toMillis());
    }

    /** Slots of {@link Window} in one step. */
    int slots() {
        return (int) (step.toMillis() / Window.SLOT_MS);
    }

    /** The finest one that reaches back this far; the coarsest when none does. */
    static Resolution reaching(Duration back) {
        for (Resolution resolution : values()) {
            if (resolution.kept.compareTo(back) >= 0) {
                return resolution;
            }
        }
        return QUARTER;
    }
}
