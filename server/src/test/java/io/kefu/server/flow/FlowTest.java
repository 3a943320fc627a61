package io.kefu.server.flow;

import static io.kefu.server.flow.FlowScene.accepted;
import static io.kefu.server.flow.FlowScene.await;
import static io.kefu.server.flow.FlowScene.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.AgentStatus;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.conversation.Phases;
import io.kefu.server.routing.LedgerEvent;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowTest {

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
    void an_accepted_message_is_in_the_journal_by_the_time_its_sender_hears_of_it() {
        Outcome.Accepted accepted = accepted(scene.say("v1", "m1", "hello"));
        assertThat(scene.stored(accepted.conversationId())).containsExactly("hello");
    }

    @Test
    void two_first_messages_at_once_open_one_conversation() {
        CompletableFuture<Outcome> one = scene.submit("v1", "m1", "one");
        CompletableFuture<Outcome> two = scene.submit("v1", "m2", "two");
        Outcome.Accepted first = accepted(await(one));
        Outcome.Accepted second = accepted(await(two));
        assertThat(second.conversationId()).isEqualTo(first.conversationId());
        assertThat(first.seq()).isEqualTo(1);
        assertThat(second.seq()).isEqualTo(2);
    }

    @Test
    void when_the_journal_takes_nothing_the_sender_hears_so_and_a_later_resend_gets_the_next_number() {
        String conversation = accepted(scene.say("v1", "m1", "one")).conversationId();
        scene.journal.failing = true;
        assertThat(scene.say("v1", "m2", "two"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE));
        scene.journal.failing = false;
        Outcome.Accepted again = accepted(scene.say("v1", "m2", "two"));
        assertThat(again.seq()).isEqualTo(2);
        assertThat(again.duplicate()).isFalse();
        assertThat(scene.stored(conversation)).containsExactly("one", "two");
    }

    @Test
    void a_conversation_goes_through_the_ledger_to_an_agent() {
        scene.agent("support", "ann", AgentStatus.AGENT_STATUS_ONLINE);
        String id = accepted(scene.say("v1", "m1", "person please")).conversationId();
        awaitTrue(() -> scene.batches.stream()
                .anyMatch(batch -> batch.summaries().containsKey(id)
                        && batch.summaries().get(id).getState() == Phases.ASSIGNED));
    }

    @Test
    void a_restart_goes_on_where_the_journal_ends() {
        Outcome.Accepted before = accepted(scene.say("v1", "m1", "one"));
        scene.restart();
        Outcome.Accepted resent = accepted(scene.say("v1", "m1", "one"));
        assertThat(resent.duplicate()).isTrue();
        assertThat(resent.seq()).isEqualTo(before.seq());
        assertThat(accepted(scene.say("v1", "m2", "two")).seq()).isEqualTo(before.seq() + 1);
    }

    @Test
    void a_conversation_that_was_closed_before_the_start_goes_on_with_its_next_number() {
        String id = accepted(scene.say("v1", "m1", "one")).conversationId();
        scene.tell(id, new ConversationEvent.Close("agent", "ann"));
        scene.awaitState(id, Phases.CLOSED);
        long last = scene.summary(id).getLastSeq();
        scene.restart();
        Outcome.Accepted note = accepted(scene.tell(
                id,
                new ConversationEvent.Post(
                        FlowScene.party(PartyKind.PARTY_KIND_AGENT, "ann"),
                        FlowScene.send("n1", "a note").setPrivate(true).build(),
                        "",
                        null,
                        false)));
        assertThat(note.seq()).isEqualTo(last + 1);
    }

    @Test
    void a_place_that_nobody_wants_any_more_is_given_back_at_the_start() {
        scene.flow.submit(new Command.ToGroup("support", new LedgerEvent.Hold("c-unknown", 1, "ann", "v9")));
        awaitTrue(() -> scene.batches.stream().anyMatch(batch -> batch.ledgers().containsKey("support")));
        scene.restart();
        awaitTrue(() -> scene.batches.stream()
                .filter(batch -> batch.ledgers().containsKey("support"))
                .anyMatch(batch -> batch.ledgers().get("support").load().isEmpty()
                        || batch.ledgers().get("support").load().get("ann") == 0));
    }
}
