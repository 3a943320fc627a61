package io.kefu.storage.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {
    private static final int MANY = 2000;

    @TempDir
    Path folder;

    /** Between its making and its locking one looks like what a kill has left. */
    @Test
    void one_is_made_while_others_sweep_there_all_the_time() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> sweeping = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                sweep();
            }
        });
        try {
            for (int i = 0; i < MANY; i++) {
                try (Scratch made = Scratch.make(folder, Scratch.Kind.BACKUP, Path.of("a.zip"))) {
                    assertThat(made.resolve("lock")).exists();
                }
            }
        } finally {
            over.set(true);
            sweeping.get(1, TimeUnit.MINUTES);
        }
        assertThat(Trees.children(folder)).isEmpty();
    }

    private void sweep() {
        try {
            Scratch.sweep(Scratch.all(folder, Scratch.Kind.BACKUP));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
