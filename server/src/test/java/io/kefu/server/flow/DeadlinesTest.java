package io.kefu.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();

    @Test
    void a_later_deadline_replaces_the_older() {
        deadlines.set("a", 10);
        deadlines.set("a", 20);
        assertThat(deadlines.due(19)).isEmpty();
        assertThat(deadlines.due(20)).containsExactly("a");
        assertThat(deadlines.due(100)).isEmpty();
    }

    @Test
    void an_earlier_deadline_replaces_the_later() {
        deadlines.set("a", 20);
        deadlines.set("a", 10);
        assertThat(deadlines.left(0, 1_000)).isEqualTo(10);
        assertThat(deadlines.due(10)).containsExactly("a");
        assertThat(deadlines.due(100)).isEmpty();
    }

    @Test
    void what_is_removed_is_never_due_and_may_be_set_again() {
        deadlines.set("a", 10);
        deadlines.set("a", 0);
        deadlines.set("a", 30);
        assertThat(deadlines.due(29)).isEmpty();
        assertThat(deadlines.due(30)).containsExactly("a");
    }

    @Test
    void nobody_waits_longer_than_asked() {
        assertThat(deadlines.left(5, 250)).isEqualTo(250);
        deadlines.set("a", 10_000);
        assertThat(deadlines.left(5, 250)).isEqualTo(250);
        assertThat(deadlines.left(20_000, 250)).isZero();
    }

    /** So many that the queue is made anew, of what is still wanted. */
    @Test
    void thousands_that_are_moved_ahead_and_removed_leave_each_at_its_last_time() {
        for (int i = 0; i < 2_000; i++) {
            String stream = "s" + i % 300;
            deadlines.set(stream, 100_000 - i);
            if (i % 3 == 0) {
                deadlines.set(stream, 0);
            }
            deadlines.set(stream, 50_000 + i);
        }
        deadlines.set("s0", 0);
        assertThat(deadlines.due(51_699)).isEmpty();
        assertThat(deadlines.due(51_701)).containsExactlyInAnyOrder("s200", "s201");
        assertThat(deadlines.due(60_000)).hasSize(297);
        assertThat(deadlines.due(200_000)).isEmpty();
    }

    /** Beside a map that is searched through. Each step is a stream of four, and what becomes of it. */
    @Property(tries = 500)
    void each_is_due_once_and_when_it_was_last_set_to(
            @ForAll @Size(max = 200) List<@IntRange(max = 119) Integer> steps) {
        Deadlines some = new Deadlines();
        Map<String, Long> plain = new HashMap<>();
        long now = 0;
        for (int step : steps) {
            String stream = "s" + step % 4;
            int what = step / 4;
            long at = what == 0 ? 0 : now + what;
            some.set(stream, at);
            plain.put(stream, at);
            now += what % 5;
            List<String> expected = new ArrayList<>();
            for (Map.Entry<String, Long> each : plain.entrySet()) {
                if (each.getValue() != 0 && each.getValue() <= now) {
                    expected.add(each.getKey());
                    each.setValue(0L);
                }
            }
            assertThat(some.due(now)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
