package io.kefu.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.LedgerAgent;
import io.kefu.protocol.v1.ConversationState;
import io.kefu.protocol.v1.Party;
import io.kefu.server.conversation.Phases;
import io.kefu.server.flow.Committed.LedgerView;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is looked up by an index is what a look at everything would find, whatever changed before. */
class ViewsProperties {

    private static final List<String> GROUPS = List.of("a", "b", "c");
    private static final List<String> AGENTS = List.of("amy", "bo", "cy");
    private static final int STEPS = 150;

    private static final Map<String, Roster.Member> MEMBERS = Map.of(
            "amy", new Roster.Member("amy", "", false, Map.of("a", 1)),
            "bo", new Roster.Member("bo", "", false, Map.of("a", 1, "b", 1)),
            "cy", new Roster.Member("cy", "", true, Map.of()));

    private static final Roster ROSTER = new Roster() {
        @Override
        public Optional<Member> member(String agentId) {
            return Optional.ofNullable(MEMBERS.get(agentId));
        }

        @Override
        public Collection<Member> members() {
            return MEMBERS.values();
        }
    };

    @Property(tries = 100)
    void an_agent_is_given_the_open_conversations_that_it_sees_each_once(@ForAll long seed) {
        Random random = new Random(seed);
        Views views = new Views(_ -> Optional.empty());
        Visibility visibility = new Visibility(ROSTER);
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(10) == 0) {
                views.forget(Set.of("c" + random.nextInt(20)));
            } else {
                views.put(conversation(random));
            }
            Roster.Member member = MEMBERS.get(one(AGENTS, random));
            assertThat(views.openTo(member))
                    .containsExactlyInAnyOrderElementsOf(views.all().stream()
                            .filter(each -> each.getState() != Phases.CLOSED)
                            .filter(each -> visibility.sees(new Audience.AgentAudience(member.id()), each))
                            .toList());
        }
    }

    @Property(tries = 100)
    void the_groups_of_an_agent_are_those_whose_ledgers_know_it(@ForAll long seed) {
        Random random = new Random(seed);
        Views views = new Views(_ -> Optional.empty());
        for (int step = 0; step < STEPS; step++) {
            views.put(one(GROUPS, random), ledger(random));
            for (String agent : AGENTS) {
                assertThat(views.groupsOf(agent)).isEqualTo(knowing(views, agent));
                assertThat(views.ledgersOf(agent))
                        .hasSameSizeAs(knowing(views, agent))
                        .allMatch(each -> knows(each, agent));
            }
        }
    }

    private static Set<String> knowing(Views views, String agent) {
        return views.ledgers().entrySet().stream()
                .filter(each -> knows(each.getValue(), agent))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean knows(LedgerView ledger, String agent) {
        return ledger.agents().stream().anyMatch(each -> each.getAgentId().equals(agent));
    }

    private static LedgerView ledger(Random random) {
        Set<String> agents = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            agents.add(one(AGENTS, random));
        }
        return new LedgerView(
                agents.stream()
                        .map(id -> LedgerAgent.newBuilder().setAgentId(id).build())
                        .toList(),
                0,
                Map.of());
    }

    private static ConversationSnapshot conversation(Random random) {
        ConversationSnapshot.Builder conversation = ConversationSnapshot.newBuilder()
                .setConversationId("c" + random.nextInt(20))
                .setState(
                        random.nextInt(4) == 0
                                ? ConversationState.CONVERSATION_STATE_CLOSED
                                : ConversationState.CONVERSATION_STATE_ASSIGNED)
                .setGroup(one(GROUPS, random));
        if (random.nextBoolean()) {
            conversation.setAgent(Party.newBuilder().setId(one(AGENTS, random)));
        }
        return conversation.build();
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
