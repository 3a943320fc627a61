package io.kefu.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Hold;
import io.kefu.protocol.journal.v1.Place;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.AgentStatus;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Send;
import io.kefu.server.conversation.Conversation;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Phases;
import io.kefu.server.routing.Ledger;
import io.kefu.server.routing.LedgerEvent;
import io.kefu.server.routing.LedgerState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Conversations and ledgers decide apart and tell each other afterwards. However what they say is delayed, repeated by a
 * restart, or overtaken by what people do: once all is said, they agree.
 */
class LedgerAgreementProperties {

    private static final List<String> GROUPS = List.of("support", "vip");
    private static final List<String> AGENTS = List.of("ann", "bob");
    private static final int CONVERSATIONS = 4;

    enum Step {
        MESSAGE,
        CLOSE,
        REOPEN,
        HOLD_BY_HAND,
        TRANSFER,
        ONLINE,
        OFFLINE,
        SAY_ONE,
        SAY_THREE,
        RESTART,
        TIME
    }

    record Move(Step step, int which, int other) {}

    private final Map<String, ConversationState> conversations = new LinkedHashMap<>();
    private final Map<String, LedgerState> ledgers = new LinkedHashMap<>();
    private final List<Command> said = new ArrayList<>();
    private final TestPolicies policies = new TestPolicies();
    private long now = 1_000;
    private int ids;

    @Property(tries = 500)
    void once_all_is_said_they_agree(@ForAll("moves") List<Move> moves) {
        conversations.clear();
        ledgers.clear();
        said.clear();
        GROUPS.forEach(group -> ledgers.put(group, new LedgerState(group)));
        for (int i = 0; i < CONVERSATIONS; i++) {
            conversations.put("c" + i, new ConversationState("c" + i));
        }
        moves.forEach(this::perform);
        restart();
        while (!said.isEmpty()) {
            process(said.removeFirst());
        }
        conversations.values().forEach(this::agrees);
        ledgers.values().forEach(this::holdsNothingElse);
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        return Arbitraries.of(Step.class)
                .flatMap(step -> Arbitraries.integers()
                        .between(0, CONVERSATIONS - 1)
                        .flatMap(which ->
                                Arbitraries.integers().between(0, 1).map(other -> new Move(step, which, other))))
                .list()
                .ofMaxSize(60);
    }

    private void perform(Move move) {
        now += 100;
        String id = "c" + move.which();
        Party agent = agent(AGENTS.get(move.other()));
        String group = GROUPS.get(move.other());
        switch (move.step()) {
            case MESSAGE -> converse(id, visitorSays("hello"));
            case CLOSE -> converse(id, new ConversationEvent.Close("agent", agent.getId()));
            case REOPEN -> converse(id, visitorSays("again"));
            case HOLD_BY_HAND -> converse(id, new ConversationEvent.Hold(agent, group, "claimed", Optional.empty()));
            case TRANSFER -> converse(id, new ConversationEvent.Transfer(group, agent.getId()));
            case ONLINE -> ledger(group, new LedgerEvent.AgentIs(agent.getId(), AgentStatus.AGENT_STATUS_ONLINE));
            case OFFLINE -> ledger(group, new LedgerEvent.AgentIs(agent.getId(), AgentStatus.AGENT_STATUS_OFFLINE));
            case SAY_ONE -> say(1);
            case SAY_THREE -> say(3);
            case RESTART -> restart();
            case TIME -> {
                now += 100_000;
                GROUPS.forEach(each -> ledger(each, new LedgerEvent.Tick()));
                conversations.keySet().forEach(each -> converse(each, new ConversationEvent.Tick()));
            }
        }
    }

    private void say(int most) {
        for (int i = 0; i < most && !said.isEmpty(); i++) {
            process(said.removeFirst());
        }
    }

    private static ConversationState folded(byte[] snapshot) {
        try {
            return ConversationState.of(ConversationSnapshot.parseFrom(snapshot));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was not yet heard is lost, the states are folded again, and everything open asks once more. */
    private void restart() {
        said.clear();
        conversations.replaceAll((id, state) -> state.exists() ? folded(state.snapshot()) : new ConversationState(id));
        ledgers.replaceAll((group, state) -> LedgerState.of(state.snapshot()));
        for (LedgerState ledger : ledgers.values()) {
            ledger.queue().forEach(place -> leaveUnlessWanted(ledger.group(), place.getConversationId()));
            ledger.holds().forEach(hold -> leaveUnlessWanted(ledger.group(), hold.getConversationId()));
        }
        conversations.values().stream()
                .filter(ConversationState::exists)
                .filter(state -> state.phase() != Phases.CLOSED)
                .forEach(state -> said.add(Command.event(state.id(), new ConversationEvent.Recover())));
    }

    private void leaveUnlessWanted(String group, String id) {
        ConversationState state = conversations.get(id);
        boolean wanted =
                state.group().equals(group) && (state.phase() == Phases.QUEUED || state.phase() == Phases.ASSIGNED);
        if (!wanted) {
            said.add(new Command.ToGroup(group, new LedgerEvent.Leave(id, "not_wanted")));
        }
    }

    private void process(Command command) {
        switch (command) {
            case Command.ToConversation to -> converse(to.conversationId(), to.event());
            case Command.ToGroup to -> ledger(to.group(), to.event());
            case Command.ToVisitor _, Command.Forget _ -> throw new IllegalStateException("nobody says this");
        }
    }

    private void converse(String id, ConversationEvent event) {
        Conversation.decide(conversations.get(id), event, new Now(now, policies))
                .effects()
                .forEach(effect -> {
                    Command command = FollowUps.of(id, effect, policies.queue("web"));
                    if (command != null) {
                        said.add(command);
                    }
                });
    }

    private void ledger(String group, LedgerEvent event) {
        Ledger.decide(ledgers.get(group), event, policies.groupSettings(group, now), now)
                .effects()
                .forEach(effect -> {
                    Command command = FollowUps.of(group, effect, name -> name);
                    if (command != null) {
                        said.add(command);
                    }
                });
    }

    private ConversationEvent visitorSays(String text) {
        Party visitor = Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_VISITOR)
                .setId("v")
                .build();
        Send send = Send.newBuilder()
                .setClientMsgId("m" + ++ids)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text)
                .setEvent(Event.getDefaultInstance())
                .build();
        return new ConversationEvent.Post(
                visitor, send, "web", Visitor.newBuilder().setId("v").build(), true);
    }

    private static Party agent(String id) {
        return Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_AGENT)
                .setId(id)
                .setName(id)
                .build();
    }

    private void agrees(ConversationState state) {
        if (state.phase() == Phases.QUEUED) {
            Place place = ledgers.get(state.group()).place(state.id());
            assertThat(place).as("place of %s", state.id()).isNotNull();
            assertThat(place.getRequest()).isEqualTo(state.request().getRequest());
        } else if (state.phase() == Phases.ASSIGNED) {
            Hold hold = ledgers.get(state.group()).hold(state.id());
            assertThat(hold).as("hold of %s", state.id()).isNotNull();
            assertThat(hold.getAgentId()).isEqualTo(state.agent().getId());
            assertThat(hold.getRequest()).isEqualTo(state.request().getRequest());
        }
    }

    private void holdsNothingElse(LedgerState ledger) {
        ledger.holds().forEach(hold -> belongs(ledger.group(), hold.getConversationId()));
        ledger.queue().forEach(place -> belongs(ledger.group(), place.getConversationId()));
    }

    private void belongs(String group, String id) {
        ConversationState state = conversations.get(id);
        assertThat(state.group())
                .as("group of %s in phase %s", id, state.phase())
                .isEqualTo(group);
        assertThat(state.phase()).isIn(Phases.QUEUED, Phases.ASSIGNED);
    }
}
