package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WakeUpsTest {
    private final SocketLoop loop = new SocketLoop("woken");

    @AfterEach
    void stop() {
        loop.stop();
    }

    @Test
    void what_was_gathered_is_done_when_the_sending_is() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(2);
        WakeUps.gather(() -> {
            loop.execute(done::countDown);
            WakeUps.gather(() -> loop.execute(done::countDown)); // one within another is part of it
        });
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void it_is_done_too_when_the_sending_fails() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        assertThatThrownBy(() -> WakeUps.gather(() -> {
                    loop.execute(done::countDown);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void of_much_the_first_part_is_done_while_the_rest_is_sent() {
        AtomicInteger done = new AtomicInteger();
        WakeUps.gather(() -> {
            for (int i = 0; i < 1_000; i++) {
                loop.execute(done::incrementAndGet);
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (done.get() == 0 && System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            }
            assertThat(done).hasPositiveValue();
        });
    }
}
