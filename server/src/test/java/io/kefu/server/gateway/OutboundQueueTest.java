package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.gateway.OutboundQueue.Offer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboundQueueTest {
    private static final int MERGE = 1000;

    private final AtomicInteger dropped = new AtomicInteger();

    /** Ten frames of 100 bytes as the bound counts them. */
    private final OutboundQueue queue = new OutboundQueue(1000, dropped::incrementAndGet);

    @Test
    void frames_leave_in_order_merged_up_to_the_bound() {
        assertThat(queue.offer(frame("a"))).isEqualTo(Offer.QUEUED_FIRST);
        assertThat(queue.offer(frame("b"))).isEqualTo(Offer.QUEUED);
        assertThat(queue.offer(frame("c"))).isEqualTo(Offer.QUEUED);
        assertThat(letters(queue.take(2 * 70))).isEqualTo("ab");
        assertThat(letters(queue.take(1))).isEqualTo("c"); // one frame at least
        assertThat(queue.take(MERGE)).isNull();
        assertThat(queue.offer(frame("d"))).isEqualTo(Offer.QUEUED_FIRST); // a new writer is needed
    }

    @Test
    void what_is_being_written_still_counts() {
        queue.offer(frame("a"));
        OutboundBatch batch = queue.take(MERGE);
        assertThat(queue.bytes()).isEqualTo(100);
        queue.written(batch);
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void the_bound_in_bytes_holds() {
        for (int i = 0; i < 10; i++) {
            assertThat(queue.offer(frame("a"))).isNotEqualTo(Offer.OVERFLOW);
        }
        assertThat(queue.offer(frame("b"))).isEqualTo(Offer.OVERFLOW);
        assertThat(queue.bytes()).isEqualTo(1000);
    }

    @Test
    void droppable_frames_go_first() {
        for (int i = 0; i < 4; i++) {
            queue.offer(frame("m"));
        }
        assertThat(queue.offer(droppable("d"))).isEqualTo(Offer.QUEUED);
        assertThat(queue.offer(droppable("e"))).isEqualTo(Offer.DROPPED); // half full
        for (int i = 0; i < 5; i++) {
            queue.offer(frame("n"));
        }
        assertThat(queue.offer(frame("o"))).isEqualTo(Offer.QUEUED); // in place of d
        assertThat(dropped).hasValue(2);
        assertThat(queue.offer(frame("p"))).isEqualTo(Offer.OVERFLOW);
        assertThat(letters(queue.take(MERGE))).isEqualTo("mmmmnnnnno");
    }

    @Test
    void only_the_latest_ping_is_answered_and_before_the_rest() {
        queue.offer(frame("a"));
        for (int i = 0; i < 1000; i++) {
            queue.pong(("p" + i).getBytes(UTF_8));
        }
        OutboundBatch batch = queue.take(MERGE);
        assertThat(batch.first().opcode).isEqualTo(Opcode.PONG);
        assertThat(new String(batch.first().payload, UTF_8)).isEqualTo("p999");
        assertThat(letters(batch)).isEqualTo("pa");
    }

    @Test
    void the_close_frame_is_last_and_alone() {
        queue.offer(frame("a"));
        queue.finish(new byte[] {3, (byte) 0xE8}, false);
        assertThat(queue.offer(frame("b"))).isEqualTo(Offer.CLOSED);
        assertThat(queue.ping()).isFalse();
        assertThat(letters(queue.take(MERGE))).isEqualTo("a");
        OutboundBatch last = queue.take(MERGE);
        assertThat(last.closes()).isTrue();
        assertThat(last.bytes()).containsExactly(0x88, 2, 3, 0xE8);
        queue.written(last);
        assertThat(queue.take(MERGE)).isNull();
    }

    @Test
    void a_close_that_discards_is_next() {
        queue.offer(frame("a"));
        queue.offer(frame("b"));
        OutboundBatch underWay = queue.take(1);
        queue.finish(new byte[0], true);
        assertThat(queue.bytes()).isEqualTo(100); // a is still being written
        queue.written(underWay);
        assertThat(queue.take(MERGE).closes()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void an_abandoned_queue_gives_and_takes_nothing() throws InterruptedException {
        queue.offer(frame("a"));
        queue.abandon();
        assertThat(queue.take(MERGE)).isNull();
        assertThat(queue.offer(frame("b"))).isEqualTo(Offer.CLOSED);
        assertThat(queue.bytes()).isZero();
        queue.awaitClosed(System.nanoTime() + 60_000_000_000L); // returns at once
    }

    private static OutboundFrame frame(String letter) {
        return new OutboundFrame(Opcode.TEXT, letter.repeat(68).getBytes(UTF_8), null, null, false);
    }

    private static OutboundFrame droppable(String letter) {
        return new OutboundFrame(Opcode.TEXT, letter.repeat(68).getBytes(UTF_8), null, null, true);
    }

    private static String letters(OutboundBatch batch) {
        StringBuilder letters = new StringBuilder();
        for (OutboundFrame frame = batch.first(); frame != null; frame = frame.next) {
            letters.append((char) frame.payload[0]);
        }
        return letters.toString();
    }
}
