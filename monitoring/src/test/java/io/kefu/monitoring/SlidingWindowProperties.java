package io.kefu.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SlidingWindowProperties {
    /** Each number is a value added, then so many slots pass. */
    @Property
    void a_window_counts_what_was_added_in_it(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 130) Integer> steps,
            @ForAll @IntRange(min = 1, max = 95) int length) {
        SlidingCount count = new SlidingCount(1_000);
        TreeMap<Long, Long> model = new TreeMap<>();
        long slot = 1_000;
        for (int step : steps) {
            count.add(step);
            model.merge(slot, (long) step, Long::sum);
            slot += step;
            count.drain(slot);
        }
        long expected = model.tailMap(slot - length + 1).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(count.sum(slot - length + 1, slot)).isEqualTo(expected);
    }

    @Property
    void a_window_of_latencies_holds_as_many_as_were_recorded_in_it(
            @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 130) Integer> steps,
            @ForAll @IntRange(min = 1, max = 95) int length) {
        SlidingHistogram histogram = new SlidingHistogram(1_000);
        TreeMap<Long, Long> model = new TreeMap<>();
        long slot = 1_000;
        for (int step : steps) {
            histogram.record(step * 1_000_000L);
            model.merge(slot, 1L, Long::sum);
            slot += step;
            histogram.drain(slot);
        }
        var merged = SlidingHistogram.empty();
        histogram.mergeInto(merged, slot - length + 1, slot);
        long expected = model.tailMap(slot - length + 1).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(merged.getTotalCount()).isEqualTo(expected);
    }
}
