package io.kefu.server.flow;

import static io.kefu.server.flow.FlowScene.accepted;
import static io.kefu.server.flow.FlowScene.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ConversationState;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lists show of a conversation is written when it changes state, and after messages a little later. */
class FlowHeadsTest {
    private static final Duration LATER = Duration.ofMillis(Heads.LATER_MILLIS);

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
    void messages_that_follow_each_other_have_one_head_when_they_have_gathered() {
        String conversation = opened();
        List<Long> before = scene.heads(conversation);
        long last = 0;
        for (int i = 0; i < 20; i++) {
            last = accepted(scene.say("v1", "more" + i, "more")).seq();
        }
        assertThat(scene.heads(conversation)).isEqualTo(before);
        scene.clock.pass(LATER);
        awaitHead(conversation, last);
        assertThat(scene.heads(conversation)).hasSize(before.size() + 1);
    }

    @Test
    void a_change_of_state_is_written_with_what_changed_it() {
        String conversation = opened();
        accepted(scene.say("v1", "m2", "two"));
        scene.tell(conversation, new ConversationEvent.Close("visitor", ""));
        long last = scene.summary(conversation).getLastSeq();
        assertThat(scene.summary(conversation).getState()).isEqualTo(ConversationState.CONVERSATION_STATE_CLOSED);
        assertThat(scene.heads(conversation)).last().isEqualTo(last);
    }

    @Test
    void what_was_still_to_be_written_is_written_before_the_end() {
        String conversation = opened();
        long last = accepted(scene.say("v1", "m2", "two")).seq();
        scene.restart();
        assertThat(scene.heads(conversation)).last().isEqualTo(last);
    }

    @Test
    void what_a_killed_server_had_not_written_is_written_after_the_next_start() {
        String conversation = opened();
        long last = accepted(scene.say("v1", "m2", "two")).seq();
        scene.journal.failing = true; // so that its end leaves nothing behind
        scene.journal.failingCheckpoints = true;
        scene.restart();
        assertThat(scene.heads(conversation)).last().isNotEqualTo(last);
        scene.clock.pass(LATER);
        awaitHead(conversation, last);
    }

    @Test
    void a_head_that_the_journal_did_not_take_is_written_when_it_takes_something_again() {
        String conversation = opened();
        long last = accepted(scene.say("v1", "m2", "two")).seq();
        scene.journal.failing = true;
        scene.clock.pass(LATER);
        awaitTrue(() -> scene.journal.refused.get() > 0);
        scene.journal.failing = false;
        scene.clock.pass(LATER);
        awaitHead(conversation, last);
    }

    @Test
    void a_head_that_a_checkpoint_ran_ahead_of_is_written_after_the_next_start() {
        String conversation = opened();
        long last = accepted(scene.say("v1", "m2", "two")).seq();
        scene.journal.failing = true; // and the checkpoint at the end is stored all the same
        scene.restart();
        assertThat(scene.heads(conversation)).last().isNotEqualTo(last);
        scene.clock.pass(LATER);
        awaitHead(conversation, last);
    }

    @Test
    void a_head_that_falls_due_while_its_conversation_is_folded_again_is_written_after_that() {
        String conversation = opened();
        long last = accepted(scene.say("v1", "m2", "two")).seq();
        scene.clock.pass(LATER.minusMillis(1));
        scene.journal.failing = true;
        assertThat(scene.say("v1", "m3", "three")).isInstanceOf(Outcome.Refused.class);
        scene.clock.pass(Duration.ofMillis(2));
        scene.settle();
        scene.journal.failing = false;
        scene.clock.pass(LATER.multipliedBy(2));
        awaitHead(conversation, last);
    }

    private String opened() {
        String conversation = accepted(scene.say("v1", "m1", "one")).conversationId();
        scene.settle(); // what follows from it writes a head, too
        return conversation;
    }

    private void awaitHead(String conversation, long seq) {
        awaitTrue(() -> scene.heads(conversation).getLast() == seq);
    }
}
