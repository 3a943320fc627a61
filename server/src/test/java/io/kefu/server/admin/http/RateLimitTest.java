package io.kefu.server.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong now = new AtomicLong();
    private final RateLimit limit = new RateLimit(3, 2, now::get);

    @Test
    void a_burst_passes_then_the_rate() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.tryTake("a")).isZero();
        }
        assertThat(limit.tryTake("a")).isEqualTo(500);
        now.addAndGet(Duration.ofMillis(499).toNanos());
        assertThat(limit.tryTake("a")).isEqualTo(1);
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(limit.tryTake("a")).isZero();
        assertThat(limit.tryTake("a")).isPositive();
    }

    @Test
    void one_callers_haste_is_not_anothers() {
        for (int i = 0; i < 4; i++) {
            limit.tryTake("a");
        }
        assertThat(limit.tryTake("b")).isZero();
    }

    @Test
    void a_long_rest_gives_no_more_than_the_burst() {
        limit.tryTake("a");
        now.addAndGet(Duration.ofDays(1).toNanos());
        for (int i = 0; i < 3; i++) {
            assertThat(limit.tryTake("a")).isZero();
        }
        assertThat(limit.tryTake("a")).isPositive();
    }
}
