package io.kefu.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private final Scene scene = new Scene();

    @Test
    void a_first_message_opens_a_conversation_and_asks_the_bot() {
        Decision decision = scene.visitorSays("怎么退货");
        assertThat(decision.outcome()).isEqualTo(new Outcome.Accepted("c1", "1", 1, scene.now.now, false));
        assertThat(scene.state.phase()).isEqualTo(Phases.BOT);
        assertThat(decision.effects())
                .anyMatch(effect -> effect instanceof Effect.AskBot ask
                        && ask.text().equals("怎么退货")
                        && ask.autoReply().equals("shop"));
    }

    @Test
    void a_resend_gets_the_first_number_again_and_writes_nothing() {
        Send send = scene.text("hello").build();
        scene.visitorSends(send, false);
        Decision again = scene.visitorSends(send, false);
        assertThat(again.entries()).isEmpty();
        assertThat(again.outcome()).isEqualTo(new Outcome.Accepted("c1", "1", 1, scene.now.now, true));
    }

    @Test
    void a_visitor_who_asks_for_a_person_is_queued_and_then_assigned() {
        scene.visitorSays("hello");
        Decision asked = scene.visitorEvent("handover");
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
        assertThat(asked.effects()).anyMatch(Effect.RequestPlace.class::isInstance);
        scene.granted(Scene.ANN);
        assertThat(scene.state.phase()).isEqualTo(Phases.ASSIGNED);
        assertThat(scene.state.agent()).isEqualTo(Scene.ANN);
    }

    @Test
    void a_rule_that_matches_later_takes_the_visitor_away_from_the_bot() {
        scene.visitorSays("hello");
        scene.visitorSays("我要投诉");
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
        assertThat(scene.state.group()).isEqualTo("complaints");
    }

    @Test
    void the_bots_late_answer_is_dropped_once_a_person_is_asked_for() {
        scene.visitorSays("hello");
        scene.visitorEvent("handover");
        assertThat(scene.botSays("too late").outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ERROR_CODE_CONFLICT));
    }

    @Test
    void a_grant_that_is_not_wanted_any_more_goes_back_to_the_ledger() {
        scene.visitorSays("hello");
        scene.visitorEvent("handover");
        long request = scene.state.request().getRequest();
        scene.visitorEvent("close");
        Decision late = scene.decide(new ConversationEvent.Granted("support", request, Scene.ANN));
        assertThat(late.entries()).isEmpty();
        assertThat(late.effects()).containsExactly(new Effect.LeavePlace("support", "not_wanted"));
    }

    @Test
    void the_same_grant_twice_changes_nothing_the_second_time() {
        scene.visitorSays("hello");
        scene.visitorEvent("handover");
        scene.granted(Scene.ANN);
        Decision again = scene.granted(Scene.ANN);
        assertThat(again.entries()).isEmpty();
        assertThat(again.effects()).isEmpty();
    }

    @Test
    void a_closed_conversation_is_left_by_a_message_that_does_not_name_it_and_reopened_by_one_that_does() {
        scene.visitorSays("hello");
        scene.visitorEvent("close");
        assertThat(scene.state.phase()).isEqualTo(Phases.CLOSED);
        assertThat(scene.visitorSays("again").outcome()).isInstanceOf(Outcome.NeedsNew.class);
        assertThat(scene.visitorSends(scene.text("again").build(), true).outcome())
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
    }

    @Test
    void only_its_author_takes_a_message_back_and_only_for_two_minutes() {
        scene.visitorSays("oops");
        Send recall = recall(1);
        assertThat(refusal(scene.decide(new ConversationEvent.Post(Scene.ANN, recall, "", null, false))))
                .isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN);
        scene.now.now += 120_001;
        assertThat(refusal(scene.visitorSends(recall, false))).isEqualTo(ErrorCode.ERROR_CODE_FORBIDDEN);
        scene.now.now -= 2;
        assertThat(scene.visitorSends(recall(1), false).outcome()).isInstanceOf(Outcome.Accepted.class);
    }

    private Send recall(long target) {
        return scene.text("")
                .setMessageType(MessageType.MESSAGE_TYPE_RECALL)
                .setTargetSeq(target)
                .build();
    }

    @Test
    void a_reference_to_a_message_that_does_not_exist_is_refused() {
        scene.visitorSays("hello");
        assertThat(refusal(scene.visitorSends(scene.text("re").setReplyToSeq(9).build(), false)))
                .isEqualTo(ErrorCode.ERROR_CODE_BAD_REQUEST);
    }

    @Test
    void a_silent_visitor_is_reminded_then_the_conversation_closes_and_its_place_is_free() {
        assigned();
        scene.agentSays(Scene.ANN, "how can I help?");
        assertThat(Conversation.deadline(scene.state, scene.now)).isEqualTo(scene.now.now + 300_000);
        scene.now.now += 300_000;
        scene.decide(new ConversationEvent.Tick());
        assertThat(scene.state.phase()).isEqualTo(Phases.ASSIGNED);
        scene.now.now += 1_500_000;
        Decision closed = scene.decide(new ConversationEvent.Tick());
        assertThat(scene.state.phase()).isEqualTo(Phases.CLOSED);
        assertThat(closed.effects()).containsExactly(new Effect.LeavePlace("support", "closed"));
    }

    @Test
    void an_assigned_conversation_that_nobody_answers_goes_to_another_agent_three_times_at_most() {
        assigned();
        for (int round = 1; round <= 3; round++) {
            scene.now.now += 120_000;
            scene.decide(new ConversationEvent.Tick());
            assertThat(scene.state.phase()).as("round %d", round).isEqualTo(Phases.QUEUED);
            assertThat(scene.state.request().getAvoidAgent()).isNotEmpty();
            scene.granted(round % 2 == 0 ? Scene.ANN : Scene.BOB);
        }
        scene.now.now += 120_000;
        scene.decide(new ConversationEvent.Tick());
        assertThat(scene.state.phase()).isEqualTo(Phases.ASSIGNED);
    }

    @Test
    void an_agent_that_is_lost_makes_the_conversation_ask_again_ahead_of_others() {
        assigned();
        long request = scene.state.request().getRequest();
        scene.decide(new ConversationEvent.AgentLost("support", request, "ann"));
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
        assertThat(scene.state.request().getPriority()).isEqualTo(1);
    }

    @Test
    void outside_the_hours_a_contact_is_asked_for_and_the_conversation_waits() {
        scene.now.open = false;
        scene.now.first = Surroundings.Target.GROUP;
        scene.visitorSays("hello");
        assertThat(scene.state.phase()).isEqualTo(Phases.QUEUED);
        assertThat(scene.journal)
                .anyMatch(entry -> entry instanceof Decision.NewMessage message
                        && message.body().getEvent().getName().equals("out_of_hours"));
    }

    @Test
    void what_a_group_gives_up_overflows_once_and_then_asks_for_a_message() {
        scene.now.overflow = "night";
        scene.visitorSays("hello");
        scene.visitorEvent("handover");
        giveUp();
        assertThat(scene.state.group()).isEqualTo("night");
        giveUp();
        assertThat(scene.state.group()).isEqualTo("night");
        assertThat(scene.state.parked()).isTrue();
    }

    private void giveUp() {
        scene.decide(new ConversationEvent.GivenUp(
                scene.state.group(), scene.state.request().getRequest(), "queue_timeout", false));
    }

    @Test
    void what_is_done_to_a_note_stays_a_note_and_a_recall_takes_its_edits_along() {
        assigned();
        long note = scene.state.lastSeq() + 1;
        Send hidden = scene.text("secret").setPrivate(true).build();
        scene.decide(new ConversationEvent.Post(Scene.ANN, hidden, "", null, false));
        Send edit = scene.text("secret 2")
                .setMessageType(MessageType.MESSAGE_TYPE_EDIT)
                .setTargetSeq(note)
                .build();
        scene.decide(new ConversationEvent.Post(Scene.ANN, edit, "", null, false));
        Decision recalled = scene.decide(new ConversationEvent.Post(Scene.ANN, recall(note), "", null, false));
        assertThat(recalled.entries())
                .allMatch(entry -> entry instanceof Decision.NewMessage message
                        && message.body().getPrivate())
                .extracting(entry -> ((Decision.NewMessage) entry).body().getTargetSeq())
                .containsExactly(note, note + 1);
    }

    @Test
    void read_marks_are_cumulative_and_never_go_back() {
        scene.visitorSays("one");
        scene.visitorSays("two");
        scene.decide(new ConversationEvent.Read(Scene.ANN, 2));
        assertThat(scene.decide(new ConversationEvent.Read(Scene.ANN, 1)).entries())
                .isEmpty();
        assertThat(scene.state.readBy(Scene.ANN)).isEqualTo(2);
        scene.decide(new ConversationEvent.Read(Scene.BOB, 99));
        assertThat(scene.state.readBy(Scene.BOB)).isEqualTo(2);
    }

    @Test
    void an_unknown_conversation_is_not_found() {
        assertThat(refusal(scene.decide(new ConversationEvent.Read(Scene.ANN, 1))))
                .isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
    }

    private void assigned() {
        scene.visitorSays("hello");
        scene.visitorEvent("handover");
        scene.granted(Scene.ANN);
    }

    private static ErrorCode refusal(Decision decision) {
        return ((Outcome.Refused) decision.outcome()).code();
    }
}
