package io.kefu.server.flow;

import static io.kefu.server.flow.FlowScene.accepted;
import static io.kefu.server.flow.FlowScene.await;
import static io.kefu.server.flow.FlowScene.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.AgentStatus;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.conversation.Phases;
import io.kefu.server.routing.LedgerEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a disk that takes or gives nothing for a while leaves behind. */
class FlowFaultsTest {

    @TempDir
    Path folder;

    private FlowScene scene;

    @BeforeEach
    void open() {
        scene = new FlowScene(folder);
    }

    @AfterEach
    void close() {
        scene.journal.failing = false;
        scene.journal.unreadable = false;
        scene.close();
    }

    @Test
    void a_fold_that_the_disk_breaks_off_gives_no_number_twice() {
        String one = accepted(scene.say("v1", "a1", "one")).conversationId();
        String two = accepted(scene.say("v2", "b1", "one")).conversationId();
        scene.journal.failing = true;
        // Both in one batch or in two: both states are thrown away.
        CompletableFuture<Outcome> first = scene.submit("v1", "a2", "two");
        CompletableFuture<Outcome> second = scene.submit("v2", "b2", "two");
        refused(await(first), ErrorCode.ERROR_CODE_UNAVAILABLE);
        refused(await(second), ErrorCode.ERROR_CODE_UNAVAILABLE);
        scene.journal.unreadable = true;
        refused(scene.say("v1", "a2", "two"), ErrorCode.ERROR_CODE_UNAVAILABLE);
        scene.journal.failing = false;
        scene.journal.unreadable = false;
        assertThat(accepted(scene.say("v2", "b2", "two")).seq()).isEqualTo(2);
        assertThat(accepted(scene.say("v1", "a2", "two")).seq()).isEqualTo(2);
        assertThat(scene.stored(one)).containsExactly("one", "two");
        assertThat(scene.stored(two)).containsExactly("one", "two");
    }

    @Test
    void what_nobody_waits_for_is_tried_again_when_the_disk_can_be_read() {
        String id = accepted(scene.say("v1", "a1", "one")).conversationId();
        scene.awaitLedger("support", ledger -> ledger.queueLength() == 1);
        scene.journal.failing = true;
        refused(scene.say("v1", "a2", "two"), ErrorCode.ERROR_CODE_UNAVAILABLE);
        scene.journal.unreadable = true;
        scene.journal.failing = false;
        scene.agent("support", "ann", AgentStatus.AGENT_STATUS_ONLINE);
        // The ledger is in memory and gives the place; the conversation cannot hear of it yet.
        scene.awaitLedger("support", ledger -> ledger.load().getOrDefault("ann", 0) == 1);
        refused(scene.say("v1", "a2", "two"), ErrorCode.ERROR_CODE_UNAVAILABLE);
        scene.journal.unreadable = false;
        passUntil(() -> scene.summary(id).getState() == Phases.ASSIGNED);
    }

    @Test
    void a_deadline_that_a_refused_batch_moved_is_the_old_one_again() {
        scene.policies.closeAfter = 600_000;
        scene.reconfigure();
        scene.agent("support", "ann", AgentStatus.AGENT_STATUS_ONLINE);
        String id = accepted(scene.say("v1", "a1", "one")).conversationId();
        scene.awaitState(id, Phases.ASSIGNED);
        accepted(scene.agentSays(id, "ann", "x1", "yes?"));
        scene.journal.failing = true;
        refused(scene.say("v1", "a2", "two"), ErrorCode.ERROR_CODE_UNAVAILABLE);
        scene.journal.failing = false;
        scene.clock.pass(Duration.ofMinutes(11));
        scene.awaitState(id, Phases.CLOSED);
    }

    @Test
    void a_flow_that_is_closed_while_the_disk_is_full_ends_all_the_same() {
        scene.journal.failing = true;
        scene.agent("support", "ann", AgentStatus.AGENT_STATUS_ONLINE);
        scene.flow.submit(new Command.ToGroup("support", new LedgerEvent.Hold("c1", 1, "ann", "v9")));
        long start = System.nanoTime();
        scene.flow.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    /** Lets the time for another try come. */
    private void passUntil(java.util.function.BooleanSupplier condition) {
        awaitTrue(() -> {
            scene.clock.pass(Duration.ofMillis(10));
            return condition.getAsBoolean();
        });
    }

    private static void refused(Outcome outcome, ErrorCode code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
