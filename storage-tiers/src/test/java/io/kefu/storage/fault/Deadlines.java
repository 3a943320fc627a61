package io.kefu.storage.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting in tests for a condition that is met once, and may be no more a moment later. */
public final class Deadlines {
    private static final Duration SOON = Duration.ofSeconds(90);

    private Deadlines() {}

    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        await(what, SOON, condition);
    }

    public static void await(String what, Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean met = condition.getAsBoolean();
        while (!met && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
            met = condition.getAsBoolean();
        }
        assertThat(met).as(what).isTrue();
    }
}
