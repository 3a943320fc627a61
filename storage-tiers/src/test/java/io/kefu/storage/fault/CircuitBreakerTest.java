package io.kefu.storage.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {
    private final AtomicLong now = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(2, Duration.ofNanos(100), now::get);

    @Test
    void failures_in_a_row_open_it_and_one_trial_after_a_rest_decides() {
        breaker.failed();
        breaker.succeeded();
        breaker.failed();
        assertThat(breaker.allows()).isTrue();
        breaker.failed();
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.allows()).isFalse();
        now.set(100);
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).as("one on trial is enough").isFalse();
        breaker.failed();
        assertThat(breaker.allows()).isFalse();
        now.set(200);
        assertThat(breaker.allows()).isTrue();
        breaker.succeeded();
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void waits_double_up_to_their_bound_and_vary() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350), new SplittableRandom(1));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(175), Duration.ofMillis(350));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(175), Duration.ofMillis(350));
        backoff.reset();
        assertThat(backoff.next()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    }
}
