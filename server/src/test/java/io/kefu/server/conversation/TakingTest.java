package io.kefu.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.Send;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an agent comes to have a conversation by its own act. */
class TakingTest {

    private final Scene scene = new Scene();

    @BeforeEach
    void queued() {
        scene.visitorSays("hello");
        scene.visitorEvent("handover");
    }

    @Test
    void who_answers_first_has_the_conversation() {
        answer(Scene.ANN, scene.text("hi").build());
        assertThat(scene.state.agent()).isEqualTo(Scene.ANN);
        answer(Scene.BOB, scene.text("me too").build());
        assertThat(scene.state.agent()).isEqualTo(Scene.ANN);
    }

    @Test
    void a_resend_takes_nothing_back_from_the_queue() {
        Send send = scene.text("hi").build();
        answer(Scene.ANN, send);
        scene.decide(new ConversationEvent.Transfer("vip", "ann"));
        Decision again = answer(Scene.ANN, send);
        assertThat(again.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class,
                        accepted -> assertThat(accepted.duplicate()).isTrue());
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
    }

    @Test
    void a_message_that_is_refused_takes_nothing() {
        assertThat(refusal(answer(Scene.ANN, scene.text("re").setReplyToSeq(99).build())))
                .isEqualTo(ErrorCode.ERROR_CODE_BAD_REQUEST);
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
    }

    @Test
    void a_note_or_a_recall_is_no_answer() {
        answer(Scene.ANN, scene.text("hi").build());
        long said = scene.state.lastSeq();
        scene.decide(new ConversationEvent.Transfer("vip", "ann"));
        answer(Scene.ANN, scene.text("a hard one").setPrivate(true).build());
        answer(
                Scene.ANN,
                scene.text("")
                        .setMessageType(MessageType.MESSAGE_TYPE_RECALL)
                        .setTargetSeq(said)
                        .build());
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
    }

    @Test
    void of_two_who_claim_the_second_hears_that_it_is_taken() {
        assertThat(claim(Scene.ANN, "").outcome()).isInstanceOf(Outcome.Done.class);
        assertThat(refusal(claim(Scene.BOB, ""))).isEqualTo(ErrorCode.ERROR_CODE_CONFLICT);
        assertThat(scene.state.agent()).isEqualTo(Scene.ANN);
    }

    @Test
    void who_knows_who_has_it_may_take_it_over() {
        claim(Scene.ANN, "");
        claim(Scene.BOB, "ann");
        assertThat(scene.state.agent()).isEqualTo(Scene.BOB);
        assertThat(refusal(claim(Scene.ANN, "carol"))).isEqualTo(ErrorCode.ERROR_CODE_CONFLICT);
    }

    @Test
    void what_somebody_else_has_reopened_is_not_reopened_again() {
        scene.decide(new ConversationEvent.Close("agent", "ann"));
        scene.decide(new ConversationEvent.Reopen(Scene.ANN, "support"));
        assertThat(scene.decide(new ConversationEvent.Reopen(Scene.ANN, "support"))
                        .outcome())
                .isInstanceOf(Outcome.Done.class);
        assertThat(refusal(scene.decide(new ConversationEvent.Reopen(Scene.BOB, "support"))))
                .isEqualTo(ErrorCode.ERROR_CODE_CONFLICT);
    }

    @Test
    void an_agent_of_no_group_holds_the_conversation_in_the_group_that_the_rules_name() {
        Scene bot = new Scene();
        bot.visitorSays("hello");
        Decision held = bot.decide(new ConversationEvent.Hold(Scene.ANN, "", "claimed", Optional.of("")));
        assertThat(bot.state.group()).isEqualTo("support");
        assertThat(held.effects())
                .anyMatch(effect ->
                        effect instanceof Effect.HoldPlace hold && hold.group().equals("support"));
    }

    @Test
    void without_any_group_nobody_holds_and_nobody_queues() {
        Scene bot = new Scene();
        bot.now.groups = List.of();
        bot.visitorSays("hello");
        assertThat(refusal(bot.decide(new ConversationEvent.Hold(Scene.ANN, "", "claimed", Optional.of("")))))
                .isEqualTo(ErrorCode.ERROR_CODE_CONFLICT);
        bot.visitorEvent("handover");
        assertThat(bot.state.phase()).isEqualTo(Phases.BOT);
    }

    @Test
    void what_a_group_had_that_is_no_longer_configured_goes_where_the_rules_lead() {
        claim(Scene.ANN, "");
        scene.now.groups = List.of("vip");
        Decision moved = scene.decide(new ConversationEvent.Tick());
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
        assertThat(scene.state.group()).isEqualTo("vip");
        assertThat(moved.effects()).contains(new Effect.LeavePlace("support", "moved"));
        assertThat(scene.decide(new ConversationEvent.Tick()).entries()).isEmpty();
    }

    private Decision answer(Party agent, Send send) {
        return scene.decide(
                new ConversationEvent.Answer(new ConversationEvent.Post(agent, send, "", null, false), "support"));
    }

    private Decision claim(Party agent, String from) {
        return scene.decide(new ConversationEvent.Hold(agent, "support", "claimed", Optional.of(from)));
    }

    private static ErrorCode refusal(Decision decision) {
        return ((Outcome.Refused) decision.outcome()).code();
    }
}
