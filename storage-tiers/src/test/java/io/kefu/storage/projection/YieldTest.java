package io.kefu.storage.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class YieldTest {

    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final Duration PATIENT = Duration.ofSeconds(30);

    @Test
    void a_burst_leaves_senders_four_fifths_of_a_core_and_a_rate_that_stays_half() {
        Duration took = Duration.ofMillis(50);
        assertThat(Yield.of(AT_ONCE, Duration.ofSeconds(119)).after(took)).isEqualTo(Duration.ofMillis(200));
        assertThat(Yield.of(AT_ONCE, Duration.ofMinutes(2)).after(took)).isEqualTo(took);
    }

    @Test
    void a_tier_whose_rows_may_wait_leaves_nine_tenths_until_it_is_a_minute_and_a_half_behind() {
        Duration took = Duration.ofMillis(50);
        assertThat(Yield.of(PATIENT, Duration.ofSeconds(89)).after(took)).isEqualTo(Duration.ofMillis(450));
        assertThat(Yield.of(PATIENT, Duration.ofSeconds(90)).after(took)).isEqualTo(Duration.ofMillis(200));
        assertThat(Yield.of(PATIENT, Duration.ofMinutes(2)).after(took)).isEqualTo(took);
    }

    @Test
    void no_rest_is_longer_than_its_bound() {
        Duration took = Duration.ofMinutes(1);
        assertThat(Yield.of(PATIENT, Duration.ZERO).after(took)).isEqualTo(Duration.ofSeconds(15));
        assertThat(Yield.of(AT_ONCE, Duration.ZERO).after(took)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Yield.of(AT_ONCE, Duration.ofHours(1)).after(took)).isEqualTo(Duration.ofMillis(100));
    }
}
