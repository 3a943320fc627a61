package io.kefu.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.AgentStatus;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.testing.Rooms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentPresenceTest {

    @TempDir
    private Path folder;

    @Test
    void whoever_asks_is_answered_while_delivery_has_no_room_for_the_news() {
        try (Rooms rooms = new Rooms(folder)) {
            rooms.agent("amy");
            while (rooms.delivery.waiting() < Delivery.MOST_WAITING) {
                rooms.delivery.forget(Set.of());
            }
            Executor ownThread = task -> Thread.ofPlatform().daemon().start(task);
            CompletableFuture<Void> connecting =
                    CompletableFuture.runAsync(() -> rooms.presence.connected("amy"), ownThread);
            // As the delivery thread does at each change of a ledger: it would never make room if it had to wait here.
            CompletableFuture<AgentStatus> asking = CompletableFuture.supplyAsync(
                    () -> {
                        awaitConnected(rooms);
                        return rooms.presence.status("amy");
                    },
                    ownThread);
            assertThat(asking).succeedsWithin(Duration.ofSeconds(60));
            assertThat(asking.join()).isEqualTo(AgentStatus.AGENT_STATUS_ONLINE);
            rooms.flowing();
            assertThat(connecting).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    private static void awaitConnected(Rooms rooms) {
        while (rooms.presence.connectionCount() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
