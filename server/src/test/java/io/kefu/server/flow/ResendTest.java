package io.kefu.server.flow;

import static io.kefu.server.flow.FlowScene.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.conversation.Phases;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor's message id is unique for a week, whichever of its conversations holds the message. */
class ResendTest {

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
    void a_message_of_an_earlier_conversation_that_is_sent_again_is_where_it_was() {
        Outcome.Accepted first = inOneOfItsOwn("m1");
        inOneOfItsOwn("m2");
        Outcome.Accepted last = accepted(scene.say("v1", "m3", "three"));
        assertAgain(first, "m1");
        scene.restart();
        assertAgain(first, "m1");
        assertThat(scene.stored(last.conversationId())).containsExactly("three");
    }

    @Test
    void the_same_id_of_another_visitor_or_after_a_week_is_another_message() {
        Outcome.Accepted first = inOneOfItsOwn("m1");
        accepted(scene.say("v1", "m2", "two"));
        assertThat(accepted(scene.say("v2", "m1", "one")).duplicate()).isFalse();
        scene.clock.pass(Duration.ofDays(8));
        Outcome.Accepted later = accepted(scene.say("v1", "m1", "one"));
        assertThat(later.duplicate()).isFalse();
        assertThat(later.conversationId()).isNotEqualTo(first.conversationId());
    }

    @Test
    void a_message_that_is_refused_leaves_no_conversation_behind() {
        assertThat(FlowScene.await(scene.submit(
                        "v1", FlowScene.send("m1", "re").setReplyToSeq(9).build())))
                .isInstanceOf(Outcome.Refused.class);
        Outcome.Accepted first = accepted(scene.say("v1", "m2", "one"));
        assertThat(first.seq()).isEqualTo(1);
    }

    private void assertAgain(Outcome.Accepted first, String id) {
        Outcome.Accepted again = accepted(scene.say("v1", id, "one"));
        assertThat(again.duplicate()).isTrue();
        assertThat(again.conversationId()).isEqualTo(first.conversationId());
        assertThat(again.seq()).isEqualTo(first.seq());
    }

    private Outcome.Accepted inOneOfItsOwn(String id) {
        Outcome.Accepted accepted = accepted(scene.say("v1", id, "one"));
        scene.tell(accepted.conversationId(), new ConversationEvent.Close("agent", "ann"));
        scene.awaitState(accepted.conversationId(), Phases.CLOSED);
        scene.clock.pass(Duration.ofSeconds(1));
        return accepted;
    }
}
