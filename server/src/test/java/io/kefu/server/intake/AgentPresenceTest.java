package io.kefu.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.LedgerAgent;
import io.kefu.protocol.v1.AgentStatus;
import io.kefu.server.delivery.Delivery;
import io.kefu.server.delivery.Roster;
import io.kefu.server.testing.Rooms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    @Test
    void agents_who_leave_for_a_successor_are_told_to_be_offline_only_when_none_comes() {
        try (Rooms rooms = new Rooms(folder)) {
            List.of("amy", "bo")
                    .forEach(id -> rooms.team.put(id, new Roster.Member(id, id, false, Map.of("sales", 1))));
            rooms.flowing();
            rooms.presence.connected("amy");
            awaitStatus(rooms, "amy", AgentStatus.AGENT_STATUS_ONLINE);

            rooms.presence.leaving();
            rooms.presence.disconnected("amy");
            rooms.presence.connected("bo"); // told after whatever was told before
            awaitStatus(rooms, "bo", AgentStatus.AGENT_STATUS_ONLINE);
            assertThat(inLedger(rooms, "amy")).contains(AgentStatus.AGENT_STATUS_ONLINE);

            rooms.presence.staying();
            awaitStatus(rooms, "amy", AgentStatus.AGENT_STATUS_OFFLINE);
        }
    }

    private static void awaitStatus(Rooms rooms, String agentId, AgentStatus status) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!inLedger(rooms, agentId).equals(Optional.of(status))) {
            assertThat(System.nanoTime() - deadline)
                    .as("%s becomes %s", agentId, status)
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Optional<AgentStatus> inLedger(Rooms rooms, String agentId) {
        return rooms.views
                .ledgersOf(agentId)
                .flatMap(ledger -> ledger.agents().stream())
                .filter(agent -> agent.getAgentId().equals(agentId))
                .map(LedgerAgent::getStatus)
                .findFirst();
    }

    private static void awaitConnected(Rooms rooms) {
        while (rooms.presence.connectionCount() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
