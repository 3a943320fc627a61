package io.kefu.storage.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for a condition in tests. */
public final class Deadlines {
    private static final Duration SOON = Duration.ofSeconds(90);

    private Deadlines() {}

    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        await(what, SOON, condition);
    }

    public static void await(String what, Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }
}
