package io.kefu.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Send;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is about something that was begins nothing. */
class ClosedConversationTest {

    private final Scene scene = new Scene();

    @Test
    void a_thumb_an_end_or_a_change_is_written_down_without_reopening() {
        closed();
        for (Send send : List.of(event("feedback"), event("close"), change(MessageType.MESSAGE_TYPE_RECALL))) {
            assertThat(scene.visitorSends(send, true).outcome()).isInstanceOf(Outcome.Accepted.class);
            assertThat(scene.state.phase()).isEqualTo(Phases.CLOSED);
        }
    }

    @Test
    void a_thumb_that_names_no_conversation_opens_no_other() {
        closed();
        assertThat(scene.visitorSends(event("feedback"), false).outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(scene.state.phase()).isEqualTo(Phases.CLOSED);
    }

    @Test
    void an_end_before_any_conversation_is_refused() {
        Decision decision = scene.visitorSends(event("close"), false);
        assertThat(decision.outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(decision.entries()).isEmpty();
        assertThat(scene.state.exists()).isFalse();
    }

    @Test
    void a_contact_reopens_as_somebody_must_see_to_it() {
        closed();
        scene.visitorSends(event("contact"), true);
        assertThat(scene.state.phase()).isNotEqualTo(Phases.CLOSED);
    }

    @Test
    void what_was_taken_back_is_not_changed_any_more() {
        scene.visitorSays("oops");
        scene.visitorSends(change(MessageType.MESSAGE_TYPE_RECALL), true);
        assertThat(scene.visitorSends(change(MessageType.MESSAGE_TYPE_EDIT), true)
                        .outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ERROR_CODE_CONFLICT));
    }

    @Test
    void tags_have_a_bound_over_all() {
        scene.visitorSays("hello");
        for (int i = 0; i < Care.MOST_TAGS; i++) {
            scene.decide(tag("t" + i, List.of()));
        }
        assertThat(scene.decide(tag("more", List.of())).outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(scene.decide(tag("more", List.of("t0"))).outcome()).isInstanceOf(Outcome.Done.class);
        assertThat(scene.state.tags()).hasSize(Care.MOST_TAGS);
    }

    private static ConversationEvent tag(String name, List<String> remove) {
        return new ConversationEvent.Tag(Map.of(name, "x"), remove, "ann");
    }

    private void closed() {
        scene.visitorSays("oops");
        scene.decide(new ConversationEvent.Close("agent", "ann"));
    }

    private Send event(String name) {
        return scene.text("")
                .setMessageType(MessageType.MESSAGE_TYPE_EVENT)
                .setEvent(Event.newBuilder().setName(name))
                .build();
    }

    private Send change(MessageType type) {
        return scene.text("better").setMessageType(type).setTargetSeq(1).build();
    }
}
