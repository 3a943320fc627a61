package io.kefu.server.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PromptThreadTest {
    @Test
    void it_has_its_name_and_does_its_work() throws Exception {
        CompletableFuture<String> name = new CompletableFuture<>();
        Thread thread = PromptThread.unstarted(
                "prompt", () -> name.complete(Thread.currentThread().getName()));
        assertThat(thread.isDaemon()).isFalse();
        thread.start();

        assertThat(name.get(60, TimeUnit.SECONDS)).isEqualTo("prompt");
    }

    @Test
    void it_has_short_slices_and_what_it_starts_has_not() throws Exception {
        CompletableFuture<OptionalLong> own = new CompletableFuture<>();
        CompletableFuture<OptionalLong> child = new CompletableFuture<>();
        PromptThread.unstarted("prompt", () -> {
                    own.complete(slice());
                    Thread.ofPlatform().start(() -> child.complete(slice()));
                })
                .start();

        // Kernels before 6.12 tell none; every other one has to take it.
        assumeThat(slice()).isPresent().isNotEqualTo(OptionalLong.of(0));
        assertThat(own.get(60, TimeUnit.SECONDS)).hasValue(PromptThread.SLICE);
        assertThat(child.get(60, TimeUnit.SECONDS)).isEqualTo(slice());
    }

    private static OptionalLong slice() {
        try {
            return PromptThread.slice();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
