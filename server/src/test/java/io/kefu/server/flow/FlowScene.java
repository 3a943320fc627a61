package io.kefu.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.AgentStatus;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Send;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.routing.LedgerEvent;
import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.SqliteJournal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A flow on a real journal, and everything that it committed since its last start. */
final class FlowScene implements AutoCloseable {

    final List<Committed> batches = new CopyOnWriteArrayList<>();
    final TestPolicies policies = new TestPolicies();
    final TestClock clock = new TestClock();
    private final Path folder;
    FaultyJournal journal;
    Flow flow;

    FlowScene(Path folder) {
        this.folder = folder;
        open();
    }

    private void open() {
        journal = new FaultyJournal(SqliteJournal.open(folder));
        flow = new Flow(journal, policies.copy(), clock, this::committed, FlowMeters.NONE);
        flow.recover();
        flow.start();
    }

    private void committed(Committed batch) {
        batches.add(batch);
        batch.answers().forEach(answer -> answer.to().accept(answer.outcome()));
    }

    void restart() {
        close();
        batches.clear();
        open();
    }

    @Override
    public void close() {
        flow.close();
        journal.close();
    }

    /** The policies as they are now hold from now on. */
    void reconfigure() {
        flow.reconfigure(policies.copy());
    }

    /** Waits until what was submitted, and what follows from it, is decided. */
    void settle() {
        for (int round = 0; round < 4; round++) {
            tell("c-nobody", new ConversationEvent.Tick());
        }
    }

    void agent(String group, String agent, AgentStatus status) {
        assertThat(flow.submit(new Command.ToGroup(group, new LedgerEvent.AgentIs(agent, status))))
                .isTrue();
    }

    Outcome say(String visitor, String id, String text) {
        return await(submit(visitor, id, text));
    }

    CompletableFuture<Outcome> submit(String visitor, String id, String text) {
        return submit(visitor, send(id, text).build());
    }

    CompletableFuture<Outcome> submit(String visitor, Send send) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        Visitor known = Visitor.newBuilder().setId(visitor).build();
        assertThat(flow.submit(new Command.ToVisitor(
                        visitor,
                        "",
                        new ConversationEvent.Post(
                                party(PartyKind.PARTY_KIND_VISITOR, visitor), send, "web", known, false),
                        answer::complete,
                        "",
                        0)))
                .isTrue();
        return answer;
    }

    static Send.Builder send(String id, String text) {
        return Send.newBuilder()
                .setClientMsgId(id)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text);
    }

    Outcome tell(String conversation, ConversationEvent event) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        assertThat(flow.submit(new Command.ToConversation(conversation, event, answer::complete, "", 0)))
                .isTrue();
        return await(answer);
    }

    Outcome agentSays(String conversation, String agent, String id, String text) {
        return tell(
                conversation,
                new ConversationEvent.Post(
                        party(PartyKind.PARTY_KIND_AGENT, agent), send(id, text).build(), "", null, false));
    }

    static Party party(PartyKind kind, String id) {
        return Party.newBuilder().setKind(kind).setId(id).build();
    }

    static Outcome await(CompletableFuture<Outcome> answer) {
        return answer.orTimeout(60, TimeUnit.SECONDS).join();
    }

    static Outcome.Accepted accepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return (Outcome.Accepted) outcome;
    }

    /** The conversation as the last batch left it that touched it since the last start. */
    ConversationSnapshot summary(String conversation) {
        ConversationSnapshot last = ConversationSnapshot.getDefaultInstance();
        for (Committed batch : batches) {
            last = batch.summaries().getOrDefault(conversation, last);
        }
        return last;
    }

    void awaitState(String conversation, ConversationState state) {
        awaitTrue(() -> summary(conversation).getState() == state);
    }

    /** Waits until a batch since the last start left the ledger so. */
    void awaitLedger(String group, Predicate<Committed.LedgerView> so) {
        awaitTrue(() -> batches.stream()
                .anyMatch(batch -> batch.ledgers().containsKey(group)
                        && so.test(batch.ledgers().get(group))));
    }

    List<String> stored(String conversation) {
        List<String> texts = new ArrayList<>();
        for (CommittedRecord record : journal.read(0, 1_000)) {
            if (record.record().kind() == RecordKind.MESSAGE
                    && record.record().stream().equals(conversation)) {
                texts.add(text(record));
            }
        }
        return texts;
    }

    /** The last number that each head in the journal tells, in their order. */
    List<Long> heads(String conversation) {
        List<Long> heads = new ArrayList<>();
        for (CommittedRecord record : journal.read(0, 1_000)) {
            if (record.record().kind() == RecordKind.FACT
                    && record.record().stream().equals(conversation)
                    && fact(record).hasHead()) {
                heads.add(fact(record).getHead().getLastSeq());
            }
        }
        return heads;
    }

    private static Fact fact(CommittedRecord record) {
        try {
            return Fact.parseFrom(record.record().body());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(CommittedRecord record) {
        try {
            return Message.parseFrom(record.record().body()).getText();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    static void awaitTrue(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited a minute").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
