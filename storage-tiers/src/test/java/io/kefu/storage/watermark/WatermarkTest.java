package io.kefu.storage.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WatermarkTest {
    private final Watermark mark = new Watermark(0);

    @Test
    void who_waits_for_what_is_passed_goes_on_at_once() throws Exception {
        mark.moveTo(5);
        assertThat(mark.awaitBeyond(4, Duration.ZERO)).isTrue();
        assertThat(mark.awaitBeyond(5, Duration.ofMillis(5))).isFalse();
    }

    @Test
    void each_waiter_goes_on_when_its_own_offset_is_passed() throws Exception {
        CompletableFuture<Boolean> near = waiting(3);
        CompletableFuture<Boolean> far = waiting(1_000);
        for (long i = 1; i <= 1_001; i++) {
            mark.moveTo(i);
        }
        assertThat(near.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(far.get(10, TimeUnit.SECONDS)).isTrue();
    }

    private CompletableFuture<Boolean> waiting(long offset) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return mark.awaitBeyond(offset, Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
