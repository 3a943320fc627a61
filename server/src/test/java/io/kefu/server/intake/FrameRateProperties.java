package io.kefu.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** One number of state lets through what a token bucket does. */
class FrameRateProperties {

    @Property
    void never_more_than_the_burst_and_what_time_gave(
            @ForAll @IntRange(min = 1, max = 1_000) int perSecond,
            @ForAll @IntRange(min = 1, max = 100) int burst,
            @ForAll @Size(max = 300) List<@LongRange(min = 0, max = 200_000_000) Long> pauses) {
        FrameRate rate = new FrameRate(perSecond, burst);
        long start = -5_000_000_000L; // the clock may begin anywhere
        long now = start;
        long due = 0;
        int passed = 0;
        for (long pause : pauses) {
            now += pause;
            if (rate.tooEarly(due, now) == 0) {
                due = rate.passed(due, now);
                passed++;
            }
            double given = (double) (now - start) / TimeUnit.SECONDS.toNanos(1) * perSecond;
            assertThat((double) passed).isLessThanOrEqualTo(burst + given + 1e-3 * (passed + 1));
        }
    }

    /** The state of before the first frame is 0: no frame's may be, wherever the clock stands. */
    @Example
    void a_clock_that_passes_zero_opens_no_full_bucket() {
        FrameRate rate = new FrameRate(1, 5);
        long now = -TimeUnit.SECONDS.toNanos(5);
        long due = 0;
        for (int i = 0; i < 5; i++) {
            due = rate.passed(due, now);
        }
        assertThat(rate.tooEarly(due, now)).isPositive();
    }

    @Property
    void after_the_time_that_was_told_one_passes(
            @ForAll @IntRange(min = 1, max = 1_000) int perSecond, @ForAll @IntRange(min = 1, max = 100) int burst) {
        FrameRate rate = new FrameRate(perSecond, burst);
        long now = 1_000;
        long due = 0;
        for (int i = 0; i < burst; i++) {
            assertThat(rate.tooEarly(due, now)).isZero();
            due = rate.passed(due, now);
        }
        long wait = rate.tooEarly(due, now);
        assertThat(wait).isPositive();
        assertThat(rate.tooEarly(due, now + TimeUnit.MILLISECONDS.toNanos(wait)))
                .isZero();
    }
}
