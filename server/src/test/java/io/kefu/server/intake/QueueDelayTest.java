package io.kefu.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The control law, by a clock in the test's hand: a target of 100 ms, an interval of a second. */
class QueueDelayTest {

    private static final long MILLI = 1_000_000;

    private final QueueDelay delay = new QueueDelay(Duration.ofMillis(100), Duration.ofSeconds(1), 0);
    private long now;
    private int changes;

    private QueueDelayTest after(long millis) {
        now += millis * MILLI;
        return this;
    }

    private QueueDelayTest waited(long millis) {
        count(delay.waited(millis * MILLI, now));
        return this;
    }

    private void look(long workingForMillis) {
        count(delay.look(workingForMillis == 0 ? 0 : now - workingForMillis * MILLI, now));
    }

    private void count(boolean changed) {
        changes += changed ? 1 : 0;
    }

    /** Every 100 ms one that waited so long, for so long. */
    private void all(long waitedMillis, long forMillis) {
        for (long at = 0; at < forMillis; at += 100) {
            after(100).waited(waitedMillis);
        }
    }

    @Test
    void a_queue_that_is_worked_off_never_stands_however_long_some_wait_in_it() {
        for (int burst = 0; burst < 100; burst++) {
            after(100).waited(5_000).after(100).waited(3_000).after(100).waited(90);
        }
        assertThat(delay.overloaded()).isFalse();
        assertThat(changes).isZero();
    }

    @Test
    void a_queue_stands_once_nobody_waited_less_than_the_target_for_an_interval() {
        all(101, 1_000);
        assertThat(delay.overloaded()).isFalse(); // the first one began the interval
        after(100).waited(101);
        assertThat(delay.overloaded()).isTrue();
        assertThat(delay.last()).isEqualTo(101 * MILLI);
    }

    @Test
    void exactly_the_target_is_still_good() {
        all(100, 10_000);
        assertThat(delay.overloaded()).isFalse();
    }

    @Test
    void it_is_over_once_nobody_waited_longer_than_the_target_for_an_interval() {
        all(500, 2_000);
        assertThat(delay.overloaded()).isTrue();
        all(50, 900);
        after(50).waited(500); // one that waited long begins it anew
        all(50, 1_000);
        assertThat(delay.overloaded()).isTrue();
        after(100).waited(50);
        assertThat(delay.overloaded()).isFalse();
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void what_nothing_leaves_shows_by_how_long_the_oldest_is_in_work() {
        after(1_000);
        for (int stuck = 100; stuck <= 1_300; stuck += 100) {
            after(100).look(stuck);
        }
        assertThat(delay.overloaded()).isTrue();
    }

    @Test
    void work_that_has_not_taken_long_says_nothing() {
        for (int i = 0; i < 100; i++) {
            after(100).look(99);
        }
        assertThat(delay.overloaded()).isFalse();
        all(500, 2_000);
        look(50);
        assertThat(delay.overloaded()).isTrue();
    }

    @Test
    void where_nobody_waits_any_more_it_is_over() {
        all(500, 2_000);
        for (int i = 0; i < 25; i++) {
            after(100).look(0);
        }
        assertThat(delay.overloaded()).isFalse();
        assertThat(delay.last()).isZero();
    }

    @Test
    void two_long_waits_with_nobody_between_them_are_no_queue() {
        waited(500).after(1_500).look(0);
        after(1_500).waited(500);
        assertThat(delay.overloaded()).isFalse();
    }

    @Test
    void a_clock_that_began_before_zero_makes_no_difference() {
        QueueDelay early = new QueueDelay(Duration.ofMillis(100), Duration.ofSeconds(1), -2_000 * MILLI);
        for (long at = -2_000; at <= -900; at += 100) {
            early.waited(500 * MILLI, at * MILLI);
        }
        assertThat(early.overloaded()).isTrue();
    }
}
