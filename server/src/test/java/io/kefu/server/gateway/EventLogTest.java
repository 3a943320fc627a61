package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.gateway.EventLog.Batch;
import io.kefu.server.gateway.EventLog.Event;
import io.kefu.server.gateway.OutboundQueue.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final int COST = 132; // of a frame of 100 bytes

    private final AtomicInteger dropped = new AtomicInteger();
    private final EventLog log = new EventLog(10 * COST, 3 * COST, dropped::incrementAndGet);

    @Test
    void what_was_written_can_be_had_again_until_the_next_cursor_says_that_it_came() {
        offer(3);
        log.written(after(0).events());

        assertThat(positions(after(0))).containsExactly(1L, 2L, 3L);
        log.received(2);

        assertThat(positions(after(2))).containsExactly(3L);
        assertThat(log.reaches(2)).isTrue();
        assertThat(log.reaches(1)).isFalse();
        assertThat(log.bytes()).isZero();
    }

    @Test
    void who_waits_too_little_of_it_away_overflows_it_and_droppable_frames_go_first() {
        assertThat(log.offer(frame(true))).isEqualTo(Offer.QUEUED);
        for (int i = 0; i < 10; i++) {
            assertThat(log.offer(frame(false))).isEqualTo(Offer.QUEUED);
        }

        assertThat(dropped).hasValue(1);
        assertThat(log.offer(frame(true))).isEqualTo(Offer.DROPPED);
        assertThat(log.offer(frame(false))).isEqualTo(Offer.OVERFLOW);
        assertThat(log.bytes()).isEqualTo(10 * COST);
    }

    @Test
    void of_what_was_written_only_so_much_is_kept() {
        offer(8);

        log.written(after(0).events());

        assertThat(log.reaches(4)).isFalse();
        assertThat(log.reaches(5)).isTrue();
        assertThat(positions(after(5))).containsExactly(6L, 7L, 8L);
    }

    @Test
    void a_frame_is_told_as_written_once() {
        offer(2);
        List<Event> events = after(0).events();

        assertThat(log.written(events)).hasSize(2);
        assertThat(log.written(events)).isEmpty();
    }

    @Test
    void after_the_end_what_waits_can_still_be_had_and_the_last_of_it_is_the_last() {
        offer(2);
        log.close(false);

        assertThat(log.offer(frame(false))).isEqualTo(Offer.CLOSED);
        assertThat(log.after(0, COST).last()).isFalse();
        assertThat(after(0).last()).isTrue();
        assertThat(positions(after(0))).hasSize(2);
    }

    @Test
    void a_cursor_that_nobody_was_given_is_known_as_such() {
        offer(2);

        assertThat(log.given(0)).isTrue();
        assertThat(log.given(1)).isFalse();
    }

    /** Whatever is lost on the way: a client that goes on from its own cursor has every frame once and in order. */
    @Property
    void a_client_whose_answers_get_lost_misses_nothing(
            @ForAll @Size(max = 40) List<@IntRange(max = 3) Integer> steps) {
        EventLog some = new EventLog(1_000 * COST, 2 * COST, () -> {});
        List<Long> had = new ArrayList<>();
        long cursor = 0;
        long offered = 0;
        for (int step : steps) {
            for (int i = 0; i < step; i++) {
                some.offer(frame(false));
                offered++;
            }
            assertThat(some.reaches(cursor)).isTrue();
            some.received(cursor);
            Batch batch = some.after(cursor, 2 * COST);
            some.written(batch.events());
            boolean lost = step == 2;
            if (!lost && !batch.events().isEmpty()) {
                had.addAll(positions(batch));
                cursor = batch.events().getLast().position();
            }
        }
        for (Batch batch = some.after(cursor, 2 * COST); !batch.events().isEmpty(); batch = some.after(cursor, COST)) {
            had.addAll(positions(batch));
            cursor = batch.events().getLast().position();
        }
        assertThat(had).hasSize((int) offered).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void what_a_client_had_of_a_write_that_broke_is_a_cursor_and_waits_no_more() {
        offer(3);
        log.giving(after(0).events());

        assertThat(log.given(3)).isTrue();
        assertThat(log.given(4)).isFalse();
        assertThat(log.received(2)).hasSize(2);
        assertThat(log.reaches(2)).isTrue();
        assertThat(log.bytes()).isEqualTo(COST);
        assertThat(log.written(after(0).events())).hasSize(1);
        assertThat(log.bytes()).isZero();
    }

    @Test
    void a_write_that_returns_after_its_client_said_what_it_had_tells_nothing_twice() {
        offer(3);
        List<Event> batch = after(0).events();
        log.giving(batch);

        assertThat(log.received(2)).hasSize(2);
        assertThat(log.written(batch)).hasSize(1);
        assertThat(log.bytes()).isZero();
        assertThat(positions(after(2))).containsExactly(3L);
    }

    /** Wherever a write breaks off, and whether or not it returns: all once and in order, each told once, none waits. */
    @Property
    void a_client_whose_stream_breaks_anywhere_misses_nothing(
            @ForAll @Size(max = 40) List<@IntRange(max = 5) Integer> steps) {
        EventLog some = new EventLog(1_000 * COST, 2 * COST, () -> {});
        List<Long> had = new ArrayList<>();
        long cursor = 0;
        int told = 0;
        for (int step : steps) {
            some.offer(frame(false));
            some.offer(frame(false));
            assertThat(some.given(cursor)).isTrue();
            assertThat(some.reaches(cursor)).isTrue();
            told += some.received(cursor).size();
            List<Event> events = some.after(cursor, 4 * COST).events();
            some.giving(events);
            List<Event> came = events.subList(0, Math.min(step, events.size()));
            if (step == 5) {
                told += some.written(events).size();
            }
            for (Event event : came) {
                had.add(event.position());
                cursor = event.position();
            }
        }
        told += some.received(cursor).size();
        List<Event> rest = some.after(cursor, Integer.MAX_VALUE).events();
        told += some.written(rest).size();
        rest.forEach(event -> had.add(event.position()));
        assertThat(had).hasSize(2 * steps.size()).isSorted().doesNotHaveDuplicates();
        assertThat(told).isEqualTo(2 * steps.size());
        assertThat(some.bytes()).isZero();
    }

    private Batch after(long position) {
        return log.after(position, Integer.MAX_VALUE);
    }

    private void offer(int frames) {
        for (int i = 0; i < frames; i++) {
            log.offer(frame(false));
        }
    }

    private static List<Long> positions(Batch batch) {
        return batch.events().stream().map(Event::position).toList();
    }

    private static OutboundFrame frame(boolean droppable) {
        return new OutboundFrame(Opcode.TEXT, new byte[100], null, null, droppable);
    }
}
