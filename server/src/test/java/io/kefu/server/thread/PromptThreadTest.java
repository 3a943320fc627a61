package io.kefu.server.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void those_that_collect_have_short_slices_once_they_are_asked_for() throws Exception {
        PromptThread.collectors();

        assumeThat(slice()).isPresent().isNotEqualTo(OptionalLong.of(0));
        List<OptionalLong> slices = new ArrayList<>();
        try (var threads = Files.newDirectoryStream(PromptThread.TASKS)) {
            for (Path each : threads) {
                String name = name(each);
                if (name.equals("VM Thread") || name.startsWith("GC Thread#")) {
                    slices.add(slice(Long.parseLong(each.getFileName().toString())));
                }
            }
        }
        assertThat(slices).isNotEmpty().containsOnly(OptionalLong.of(PromptThread.SLICE));
    }

    /** Of one that has ended meanwhile none. */
    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static OptionalLong slice() {
        return slice(PromptThread.ITSELF);
    }

    private static OptionalLong slice(long thread) {
        try {
            return PromptThread.slice(thread);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
