package io.kefu.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeadsTest {
    private static final long NOW = 1_000_000;

    private final Heads heads = new Heads();

    @Test
    void a_head_is_due_five_seconds_after_the_first_message_that_it_lacks_however_many_follow() {
        heads.owe("a", NOW);
        heads.owe("a", NOW + 4_000);
        assertThat(heads.due(NOW + 4_999, 10)).isEmpty();
        assertThat(heads.due(NOW + 5_000, 10)).containsExactly("a");
        assertThat(heads.due(NOW + 60_000, 10)).isEmpty();
    }

    @Test
    void the_first_due_come_first_and_no_more_than_are_asked_for() {
        heads.owe(List.of("a", "b", "c"), NOW);
        assertThat(heads.due(NOW + 5_000, 2)).containsExactly("a", "b");
        assertThat(heads.due(NOW + 5_000, 2)).containsExactly("c");
    }

    @Test
    void one_that_is_settled_is_not_due() {
        heads.owe(List.of("a", "b"), NOW);
        heads.settle("a");
        assertThat(heads.any(10)).containsExactly("b");
        assertThat(heads.any(10)).isEmpty();
    }

    @Test
    void a_clock_that_was_set_back_delays_none() {
        heads.owe("a", NOW);
        assertThat(heads.due(NOW - 3_600_000, 10)).containsExactly("a");
    }
}
