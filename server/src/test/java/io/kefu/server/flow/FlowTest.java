package io.kefu.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.AgentStatus;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Send;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.conversation.Phases;
import io.kefu.server.routing.LedgerEvent;
import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.SqliteJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowTest {

    @TempDir
    Path folder;

    private final List<Committed> batches = new CopyOnWriteArrayList<>();
    private FaultyJournal journal;
    private Flow flow;

    @BeforeEach
    void open() {
        journal = new FaultyJournal(SqliteJournal.open(folder));
        flow = new Flow(journal, new TestPolicies(), Clock.systemUTC(), this::committed, FlowMeters.NONE);
        flow.recover();
        flow.start();
    }

    private void committed(Committed batch) {
        batches.add(batch);
        batch.answers().forEach(answer -> answer.to().accept(answer.outcome()));
    }

    @AfterEach
    void close() {
        flow.close();
        journal.close();
    }

    @Test
    void an_accepted_message_is_in_the_journal_by_the_time_its_sender_hears_of_it() {
        Outcome.Accepted accepted = accepted(say("v1", "m1", "hello"));
        assertThat(stored(accepted.conversationId())).containsExactly("hello");
    }

    @Test
    void two_first_messages_at_once_open_one_conversation() {
        CompletableFuture<Outcome> one = submit("v1", "m1", "one");
        CompletableFuture<Outcome> two = submit("v1", "m2", "two");
        Outcome.Accepted first = accepted(await(one));
        Outcome.Accepted second = accepted(await(two));
        assertThat(second.conversationId()).isEqualTo(first.conversationId());
        assertThat(first.seq()).isEqualTo(1);
        assertThat(second.seq()).isEqualTo(2);
    }

    @Test
    void when_the_journal_takes_nothing_the_sender_hears_so_and_a_later_resend_gets_the_next_number() {
        String conversation = accepted(say("v1", "m1", "one")).conversationId();
        journal.failing = true;
        assertThat(say("v1", "m2", "two"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE));
        journal.failing = false;
        Outcome.Accepted again = accepted(say("v1", "m2", "two"));
        assertThat(again.seq()).isEqualTo(2);
        assertThat(again.duplicate()).isFalse();
        assertThat(stored(conversation)).containsExactly("one", "two");
    }

    @Test
    void a_conversation_goes_through_the_ledger_to_an_agent() {
        flow.submit(new Command.ToGroup("support", new LedgerEvent.AgentIs("ann", AgentStatus.AGENT_STATUS_ONLINE)));
        String id = accepted(say("v1", "m1", "person please")).conversationId();
        awaitTrue(() -> batches.stream()
                .anyMatch(batch -> batch.summaries().containsKey(id)
                        && batch.summaries().get(id).getState() == Phases.ASSIGNED));
    }

    @Test
    void a_restart_goes_on_where_the_journal_ends() {
        Outcome.Accepted before = accepted(say("v1", "m1", "one"));
        flow.close();
        journal.close();
        open();
        Outcome.Accepted resent = accepted(say("v1", "m1", "one"));
        assertThat(resent.duplicate()).isTrue();
        assertThat(resent.seq()).isEqualTo(before.seq());
        assertThat(accepted(say("v1", "m2", "two")).seq()).isEqualTo(before.seq() + 1);
    }

    @Test
    void a_place_that_nobody_wants_any_more_is_given_back_at_the_start() {
        flow.submit(new Command.ToGroup("support", new LedgerEvent.Hold("c-unknown", 1, "ann", "v9")));
        awaitTrue(() -> batches.stream().anyMatch(batch -> batch.ledgers().containsKey("support")));
        flow.close();
        journal.close();
        batches.clear();
        open();
        awaitTrue(() -> batches.stream()
                .filter(batch -> batch.ledgers().containsKey("support"))
                .anyMatch(batch -> batch.ledgers().get("support").snapshot().getHoldsCount() == 0));
    }

    private Outcome say(String visitor, String id, String text) {
        return await(submit(visitor, id, text));
    }

    private CompletableFuture<Outcome> submit(String visitor, String id, String text) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        Party author = Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_VISITOR)
                .setId(visitor)
                .build();
        Send send = Send.newBuilder()
                .setClientMsgId(id)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text)
                .build();
        Visitor known = Visitor.newBuilder().setId(visitor).build();
        assertThat(flow.submit(new Command.ToVisitor(
                        visitor,
                        "",
                        new ConversationEvent.Post(author, send, "web", known, false),
                        answer::complete,
                        "",
                        0)))
                .isTrue();
        return answer;
    }

    private static Outcome await(CompletableFuture<Outcome> answer) {
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Outcome.Accepted accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return (Outcome.Accepted) outcome;
    }

    private List<String> stored(String conversationId) {
        List<String> texts = new ArrayList<>();
        for (CommittedRecord record : journal.read(0, 1_000)) {
            if (record.record().kind() == RecordKind.MESSAGE
                    && record.record().stream().equals(conversationId)) {
                texts.add(text(record));
            }
        }
        return texts;
    }

    private static String text(CommittedRecord record) {
        try {
            return Message.parseFrom(record.record().body()).getText();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitTrue(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited ten seconds").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
