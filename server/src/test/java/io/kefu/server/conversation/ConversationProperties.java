package io.kefu.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens in whatever order: the state is what its journal says, and numbers have no gap. */
class ConversationProperties {

    enum Step {
        VISITOR,
        VISITOR_REOPENS,
        COMPLAINT,
        HANDOVER,
        CLOSE,
        AGENT,
        ANSWER,
        THUMB,
        REGROUP,
        BOT,
        GRANT,
        STALE_GRANT,
        GIVEN_UP,
        TRANSFER,
        HOLD,
        REOPEN,
        LOST,
        TICK,
        RECOVER,
        READ,
        TAG,
        WAIT
    }

    @Property(tries = 400)
    void the_state_is_a_fold_over_its_journal(@ForAll("steps") List<Step> steps) throws IOException {
        Scene scene = new Scene();
        scene.visitorSays("hello");
        for (Step step : steps) {
            scene.now.now += 1_000;
            perform(scene, step);
        }
        assertThat(scene.folded().snapshot()).isEqualTo(scene.state.snapshot());
        ConversationSnapshot stored = ConversationSnapshot.parseFrom(scene.state.snapshot());
        assertThat(ConversationState.of(stored).snapshot()).isEqualTo(scene.state.snapshot());
        long expected = 1;
        for (Decision.Entry entry : scene.journal) {
            if (entry instanceof Decision.NewMessage message) {
                assertThat(message.body().getSeq()).isEqualTo(expected++);
            }
        }
    }

    @Property(tries = 200)
    void only_an_assigned_conversation_has_an_agent(@ForAll("steps") List<Step> steps) {
        Scene scene = new Scene();
        scene.visitorSays("hello");
        for (Step step : steps) {
            perform(scene, step);
            assertThat(scene.state.agent().getId().isEmpty())
                    .as("phase %s after %s", scene.state.phase(), step)
                    .isEqualTo(scene.state.phase() != Phases.ASSIGNED);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.of(Step.class).list().ofMaxSize(40);
    }

    private static void perform(Scene scene, Step step) {
        ConversationState state = scene.state;
        long request = state.request().getRequest();
        switch (step) {
            case VISITOR -> scene.visitorSays("more");
            case VISITOR_REOPENS -> scene.visitorSends(scene.text("back").build(), true);
            case COMPLAINT -> scene.visitorSays("投诉");
            case HANDOVER -> scene.visitorEvent("handover");
            case CLOSE -> scene.decide(new ConversationEvent.Close("agent", "ann"));
            case AGENT -> scene.agentSays(Scene.ANN, "yes");
            case ANSWER -> scene.agentAnswers(Scene.BOB, "yes");
            case THUMB -> scene.visitorEvent("feedback");
            case REGROUP ->
                scene.now.groups =
                        scene.now.groups.size() > 1 ? List.of("vip") : List.of("support", "complaints", "vip", "night");
            case BOT -> scene.botSays("answer");
            case GRANT -> scene.granted(Scene.BOB);
            case STALE_GRANT -> scene.decide(new ConversationEvent.Granted("support", request - 1, Scene.ANN));
            case GIVEN_UP ->
                scene.decide(new ConversationEvent.GivenUp(state.group(), request, "queue_timeout", false));
            case TRANSFER -> scene.decide(new ConversationEvent.Transfer("vip", "ann"));
            case HOLD -> scene.decide(new ConversationEvent.Hold(Scene.ANN, "support", "claimed", Optional.empty()));
            case REOPEN -> scene.decide(new ConversationEvent.Reopen(Scene.ANN, "support"));
            case LOST ->
                scene.decide(new ConversationEvent.AgentLost(
                        state.group(), request, state.agent().getId()));
            case TICK -> scene.decide(new ConversationEvent.Tick());
            case RECOVER -> scene.decide(new ConversationEvent.Recover());
            case READ -> scene.decide(new ConversationEvent.Read(Scene.ANN, state.lastSeq()));
            case TAG -> scene.decide(new ConversationEvent.Tag(Map.of("topic", "return"), List.of("old"), "ann"));
            case WAIT -> scene.now.now += 600_000;
        }
    }
}
