package io.kefu.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecoveryTailTest {
    private static final long SECOND = 1_000_000_000L;

    private final RecoveryTail tail = new RecoveryTail(1_000);
    private long now = -5 * SECOND; // a nanosecond clock may be below 0
    private long end = 7;

    private long after(int seconds, int records) {
        long last = 0;
        for (int second = 0; second < seconds; second++) {
            end += records;
            now += SECOND;
            last = tail.records(end, now);
        }
        return last;
    }

    @Test
    void while_few_records_come_it_is_the_least() {
        assertThat(tail.records(end, now)).isEqualTo(1_000);
        assertThat(after(60, 50)).isEqualTo(1_000);
    }

    @Test
    void while_many_come_it_is_what_some_ten_seconds_brought() {
        tail.records(end, now);
        assertThat(after(60, 300)).isBetween(9L * 300, 10L * 300);
    }

    @Test
    void it_is_never_more_than_five_times_the_least() {
        tail.records(end, now);
        assertThat(after(60, 30_000)).isEqualTo(5_000);
    }

    @Test
    void it_is_the_least_again_soon_after_a_rush_and_after_a_pause() {
        tail.records(end, now);
        after(20, 900);
        assertThat(after(10, 50)).isEqualTo(1_000);
        after(20, 900);
        now += 3_600 * SECOND;
        assertThat(tail.records(end, now)).isEqualTo(1_000);
    }
}
