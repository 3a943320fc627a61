package io.kefu.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final long REMIND = 300_000;
    private static final long REASSIGN = 120_000;

    private final Scene scene = new Scene();

    @Test
    void a_thumb_on_the_bots_answer_leaves_the_silence_as_it_was() {
        scene.visitorSays("hello");
        scene.botSays("answer");
        long answered = scene.now.now;
        scene.now.now += 1_000;
        scene.visitorEvent("feedback");
        assertThat(deadline()).isEqualTo(answered + REMIND);
    }

    @Test
    void a_thumb_a_contact_or_a_message_taken_back_asks_the_agent_for_nothing() {
        assigned();
        scene.visitorSays("one more thing");
        long asked = scene.state.lastSeq();
        scene.agentSays(Scene.ANN, "yes");
        long answered = scene.now.now;
        scene.now.now += 1_000;
        scene.visitorEvent("feedback");
        scene.visitorEvent("contact");
        scene.visitorSends(recall(asked), false);
        assertThat(deadline()).isEqualTo(answered + REMIND);
    }

    @Test
    void a_bot_that_never_answers_does_not_keep_the_conversation_open_for_ever() {
        scene.visitorSays("hello");
        scene.now.now += REMIND;
        scene.decide(new ConversationEvent.Tick());
        scene.now.now += 1_500_000;
        scene.decide(new ConversationEvent.Tick());
        assertThat(scene.state.phase()).isEqualTo(Phases.CLOSED);
    }

    @Test
    void a_person_asked_for_by_the_bots_hand_over_must_answer_like_any_other() {
        scene.visitorSays("转人工");
        scene.decide(new ConversationEvent.BotGaveUp(Scene.BOT, 1, "handover_word", true, "one moment"));
        scene.granted(Scene.ANN);
        assertThat(deadline()).isEqualTo(scene.now.now + REASSIGN);
    }

    @Test
    void who_takes_over_from_a_lost_agent_while_the_visitor_is_silent_owes_no_answer() {
        assigned();
        scene.agentSays(Scene.ANN, "anything else?");
        scene.now.now += 10_000;
        scene.decide(
                new ConversationEvent.AgentLost("support", scene.state.request().getRequest(), "ann"));
        scene.now.now += 10_000;
        scene.granted(Scene.BOB);
        assertThat(deadline()).isEqualTo(scene.now.now + REMIND);
    }

    private long deadline() {
        return Conversation.deadline(scene.state, scene.now);
    }

    private void assigned() {
        scene.visitorSays("hello");
        scene.visitorEvent("handover");
        scene.granted(Scene.ANN);
    }

    private Send recall(long target) {
        return scene.text("")
                .setMessageType(MessageType.MESSAGE_TYPE_RECALL)
                .setTargetSeq(target)
                .build();
    }
}
