package io.kefu.server.flow;

import static io.kefu.server.flow.FlowScene.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.AgentStatus;
import io.kefu.server.conversation.Phases;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is due in a ledger comes in time whatever happened, or did not happen, before. */
class FlowDeadlinesTest {

    @TempDir
    Path folder;

    private FlowScene scene;

    @BeforeEach
    void open() {
        scene = new FlowScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_restart_forgets_no_time_out_of_the_queue() {
        scene.policies.queueTimeout = 600_000;
        scene.reconfigure();
        String id = queued();
        scene.restart();
        scene.settle();
        scene.clock.pass(Duration.ofMinutes(11));
        FlowScene.awaitTrue(() -> scene.summary(id).getParked());
    }

    @Test
    void a_restart_forgets_no_agent_who_went_away() {
        scene.agent("support", "ann", AgentStatus.AGENT_STATUS_ONLINE);
        String id = accepted(scene.say("v1", "a1", "one")).conversationId();
        scene.awaitState(id, Phases.ASSIGNED);
        scene.agent("support", "ann", AgentStatus.AGENT_STATUS_OFFLINE);
        scene.restart();
        scene.settle();
        scene.clock.pass(Duration.ofMinutes(2));
        scene.awaitState(id, Phases.QUEUED);
    }

    @Test
    void who_came_while_the_group_was_closed_waits_as_long_as_others_once_it_is_open() {
        scene.policies.queueTimeout = 600_000;
        scene.policies.opensAt = scene.clock.millis() + 3_600_000;
        scene.reconfigure();
        String id = queued();
        scene.settle();
        scene.clock.pass(Duration.ofMinutes(61));
        // The tick of the opening writes nothing, as nobody is there; the one of the time-out must follow all the same.
        scene.settle();
        scene.clock.pass(Duration.ofMinutes(10));
        FlowScene.awaitTrue(() -> scene.summary(id).getParked());
        assertThat(scene.summary(id).getState()).isEqualTo(Phases.QUEUED);
    }

    @Test
    void a_shorter_time_that_is_configured_holds_for_who_is_there_already() {
        scene.policies.closeAfter = 3_600_000;
        scene.policies.grace = 3_600_000;
        scene.reconfigure();
        scene.agent("support", "ann", AgentStatus.AGENT_STATUS_ONLINE);
        String silent = accepted(scene.say("v1", "a1", "one")).conversationId();
        String waiting = accepted(scene.say("v2", "b1", "one")).conversationId();
        scene.awaitState(silent, Phases.ASSIGNED);
        scene.awaitState(waiting, Phases.ASSIGNED);
        accepted(scene.agentSays(silent, "ann", "x1", "yes?"));
        scene.agent("support", "ann", AgentStatus.AGENT_STATUS_OFFLINE);
        scene.awaitLedger(
                "support", ledger -> ledger.agents().getFirst().getStatus() == AgentStatus.AGENT_STATUS_OFFLINE);
        scene.clock.pass(Duration.ofMinutes(5));
        scene.policies.closeAfter = 600_000;
        scene.policies.grace = 600_000;
        scene.reconfigure();
        scene.settle();
        scene.clock.pass(Duration.ofMinutes(6));
        scene.awaitState(silent, Phases.CLOSED);
        scene.awaitState(waiting, Phases.QUEUED);
    }

    private String queued() {
        String id = accepted(scene.say("v1", "a1", "one")).conversationId();
        scene.awaitState(id, Phases.QUEUED);
        return id;
    }
}
