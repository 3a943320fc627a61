package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.EncodedFrame;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Subscriber;
import io.kefu.server.testing.Rooms;
import io.kefu.storage.journal.SqliteJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {

    @TempDir
    private Path folder;

    @Test
    void a_server_whose_delivery_an_error_has_ended_is_not_ready_and_broken() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (Rooms rooms = new Rooms(folder).flowing();
                SqliteJournal journal = SqliteJournal.open(other)) {
            Readiness readiness = new Readiness(journal, rooms.flow, rooms.delivery);
            assertThat(readiness.notReady()).isEmpty();
            assertThat(readiness.broken()).isEmpty();
            rooms.delivery.register(nobody(), subscription -> {
                throw new AssertionError("as of a heap that is full");
            });
            await(() -> readiness.broken().isPresent());
            assertThat(readiness.notReady().orElseThrow()).contains("delivery");
            readiness.draining();
            assertThat(readiness.broken()).isEmpty(); // it stops anyway
            assertThat(readiness.notReady()).contains("draining");
        }
    }

    private static Subscriber nobody() {
        return new Subscriber() {
            @Override
            public String connectionId() {
                return "nobody";
            }

            @Override
            public String deviceId() {
                return "";
            }

            @Override
            public Audience audience() {
                return new Audience.KeyAudience("k", "k");
            }

            @Override
            public boolean send(EncodedFrame frame, LongConsumer written) {
                return false;
            }

            @Override
            public void sendDroppable(EncodedFrame frame) {}
        };
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it did not happen within ten seconds");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
