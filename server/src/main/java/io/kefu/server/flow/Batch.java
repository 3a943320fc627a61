package io.kefu.server.flow;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.LedgerFact;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Decision;
import io.kefu.server.conversation.Effect;
import io.kefu.server.conversation.Outcome;
import io.kefu.server.conversation.Phases;
import io.kefu.server.routing.Ledger;
import io.kefu.server.routing.LedgerEffect;
import io.kefu.server.routing.LedgerState;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.RecordKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What one turn of the flow decided, on its way to the journal. */
final class Batch {

    final List<JournalRecord> records = new ArrayList<>();
    final List<Committed.Answer> answers = new ArrayList<>();
    final List<Committed.Item> items = new ArrayList<>();
    final List<Committed.PendingEffect> effects = new ArrayList<>();
    final List<OfGroup> ledgerEffects = new ArrayList<>();
    final Set<String> touched = new LinkedHashSet<>();
    final List<Command> internal = new ArrayList<>();
    final List<String> owedHeads = new ArrayList<>();
    private final Set<String> changed = new HashSet<>();
    private final Map<String, ConversationSnapshot> summaries = new LinkedHashMap<>();
    private final long nowMillis;
    private long latest;

    record OfGroup(String group, LedgerEffect effect) {}

    Batch(long nowMillis) {
        this.nowMillis = nowMillis;
    }

    /** When the last of the clients' frames in this was complete ({@link System#nanoTime}); 0 without any. */
    long latest() {
        return latest;
    }

    void add(ConversationState state, Decision decision, Consumer<Outcome> reply, String origin, long received) {
        if (received != 0 && (latest == 0 || received - latest > 0)) {
            latest = received;
        }
        for (Decision.Entry entry : decision.entries()) {
            switch (entry) {
                case Decision.NewMessage message -> {
                    byte[] body = message.body().toByteArray();
                    records.add(new JournalRecord(
                            state.id(),
                            state.epoch(),
                            message.body().getSeq(),
                            RecordKind.MESSAGE,
                            state.visitor().getId(),
                            message.body().getClientMsgId(),
                            nowMillis,
                            body));
                    // What the server says beside it, such as that the conversation is closed, is news to its sender
                    // too.
                    boolean sent = decision.outcome() instanceof Outcome.Accepted accepted
                            && accepted.seq() == message.body().getSeq();
                    items.add(new Committed.MessageItem(message.body(), body, sent ? origin : "", sent ? received : 0));
                }
                case Decision.NewFact fact -> {
                    records.add(new JournalRecord(
                            state.id(),
                            state.epoch(),
                            0,
                            RecordKind.FACT,
                            "",
                            "",
                            nowMillis,
                            fact.body().toByteArray()));
                    items.add(new Committed.FactItem(state.id(), fact.body(), origin));
                    if (fact.body().getFactCase() != Fact.FactCase.READ_TO) {
                        changed.add(state.id());
                    }
                }
            }
        }
        if (!decision.entries().isEmpty()) {
            touched.add(state.id());
        }
        for (Effect effect : decision.effects()) {
            effects.add(new Committed.PendingEffect(state.id(), effect));
        }
        answer(reply, decision.outcome());
    }

    void add(LedgerState state, Ledger.Decision decision) {
        String stream = Streams.GROUP_PREFIX + state.group();
        for (LedgerFact fact : decision.facts()) {
            records.add(new JournalRecord(stream, "1", 0, RecordKind.LEDGER, "", "", nowMillis, fact.toByteArray()));
        }
        if (!decision.facts().isEmpty()) {
            touched.add(stream);
        }
        for (LedgerEffect effect : decision.effects()) {
            ledgerEffects.add(new OfGroup(state.group(), effect));
        }
    }

    void answer(Consumer<Outcome> reply, Outcome outcome) {
        if (!(reply instanceof Command.Nobody)) {
            answers.add(new Committed.Answer(reply, outcome));
        }
    }

    /** Remembers a command that nobody waits for, so that it can be asked again when the journal takes nothing. */
    void took(Command command) {
        if (command.unasked()) {
            internal.add(command);
        }
    }

    boolean isEmpty() {
        return records.isEmpty()
                && answers.isEmpty()
                && effects.isEmpty()
                && ledgerEffects.isEmpty()
                && owedHeads.isEmpty();
    }

    /** The journal would not take it: everyone who asked is told, and nothing else of it counts. */
    void refuse(String reason) {
        answers.replaceAll(
                answer -> new Committed.Answer(answer.to(), Outcome.refused(ErrorCode.ERROR_CODE_UNAVAILABLE, reason)));
        items.clear();
        effects.clear();
        ledgerEffects.clear();
        records.clear();
        summaries.clear();
    }

    List<String> touchedConversations() {
        return touched.stream()
                .filter(stream -> !stream.startsWith(Streams.GROUP_PREFIX))
                .toList();
    }

    /** Adds what lists show of conversations after this batch, so that the tiers need no fold of their own. */
    void addHeads(Streams streams, Heads heads) {
        for (String stream : touchedConversations()) {
            ConversationSnapshot head = streams.conversation(stream).summary();
            summaries.put(stream, head);
            if (changed.contains(stream) || head.getState() == Phases.CLOSED) {
                records.add(record(stream, head));
                heads.settle(stream);
            } else {
                heads.owe(stream, nowMillis);
            }
        }
        for (String stream : owedHeads) {
            if (streams.isTorn(stream)) {
                heads.owe(stream, nowMillis);
            } else {
                streams.inMemory(stream).ifPresent(state -> records.add(record(stream, state.summary())));
            }
        }
    }

    private JournalRecord record(String stream, ConversationSnapshot head) {
        return new JournalRecord(
                stream,
                head.getEpoch(),
                0,
                RecordKind.FACT,
                head.getVisitor().getId(),
                "",
                nowMillis,
                Fact.newBuilder().setHead(head).build().toByteArray());
    }

    Committed committed(Streams streams, long firstOffset) {
        Map<String, Committed.LedgerView> ledgers = new HashMap<>();
        if (!records.isEmpty()) {
            for (String stream : touched) {
                if (stream.startsWith(Streams.GROUP_PREFIX)) {
                    LedgerState ledger = streams.ledger(stream.substring(Streams.GROUP_PREFIX.length()));
                    ledgers.put(ledger.group(), view(ledger));
                }
            }
        }
        List<LedgerEffect.Position> positions = ledgerEffects.stream()
                .map(OfGroup::effect)
                .filter(LedgerEffect.Position.class::isInstance)
                .map(LedgerEffect.Position.class::cast)
                .toList();
        List<Committed.PendingEffect> outside = effects.stream()
                .filter(pending -> !FollowUps.isInside(pending.effect()))
                .toList();
        return new Committed(answers, items, summaries, ledgers, outside, positions, firstOffset, records.size());
    }

    static Committed.LedgerView view(LedgerState ledger) {
        Map<String, Integer> load = new HashMap<>();
        ledger.agents().forEach(agent -> load.put(agent.getAgentId(), ledger.load(agent.getAgentId())));
        return new Committed.LedgerView(List.copyOf(ledger.agents()), ledger.queueLength(), load);
    }
}
