package io.kefu.server.flow;

import static io.kefu.server.flow.FlowScene.accepted;

import io.kefu.protocol.v1.AgentStatus;
import io.kefu.server.conversation.Phases;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group that is taken out of the configuration leaves nobody behind. */
class RegroupingTest {

    @TempDir
    Path folder;

    private FlowScene scene;
    private String waiting;
    private String held;

    @BeforeEach
    void open() {
        scene = new FlowScene(folder);
        scene.agent("support", "ann", AgentStatus.AGENT_STATUS_ONLINE);
        held = accepted(scene.say("v1", "a1", "one")).conversationId();
        scene.awaitState(held, Phases.ASSIGNED);
        scene.agent("support", "ann", AgentStatus.AGENT_STATUS_AWAY);
        waiting = accepted(scene.say("v2", "b1", "one")).conversationId();
        scene.awaitState(waiting, Phases.QUEUED);
        scene.settle();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void who_waits_or_is_held_there_goes_elsewhere_at_once() {
        gone();
        scene.reconfigure();
        bothAreServedElsewhere();
    }

    @Test
    void who_waits_or_is_held_there_goes_elsewhere_at_the_next_start() {
        gone();
        scene.restart();
        bothAreServedElsewhere();
    }

    private void gone() {
        scene.policies.groups = List.of("vip");
        scene.policies.route = "vip";
    }

    private void bothAreServedElsewhere() {
        FlowScene.awaitTrue(() -> scene.summary(held).getGroup().equals("vip"));
        FlowScene.awaitTrue(() -> scene.summary(waiting).getGroup().equals("vip"));
        scene.awaitLedger("support", ledger -> ledger.load().getOrDefault("ann", 0) == 0 && ledger.queueLength() == 0);
        scene.agent("vip", "bob", AgentStatus.AGENT_STATUS_ONLINE);
        scene.awaitState(held, Phases.ASSIGNED);
        scene.awaitState(waiting, Phases.ASSIGNED);
    }
}
