package io.kefu.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.Party;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Looked up by group or asked one by one: the same agents see a conversation, whoever comes, goes, or is declared anew. */
class AgentDesksProperties {

    private static final List<String> GROUPS = List.of("", "a", "b", "c");
    private static final int AGENTS = 6;
    private static final int STEPS = 200;

    /** A configuration that is replaced as a whole. */
    private static final class Declared implements Roster {
        private Map<String, Member> members = Map.of();

        @Override
        public Optional<Member> member(String agentId) {
            return Optional.ofNullable(members.get(agentId));
        }

        @Override
        public Collection<Member> members() {
            return members.values();
        }

        void change(Random random) {
            Map<String, Member> next = new HashMap<>();
            for (int i = 0; i < AGENTS; i++) {
                if (random.nextInt(5) > 0) {
                    Map<String, Integer> capacity = GROUPS.stream()
                            .skip(1)
                            .filter(_ -> random.nextInt(3) == 0)
                            .collect(Collectors.toMap(group -> group, _ -> 1));
                    next.put("agent" + i, new Member("agent" + i, "", random.nextInt(6) == 0, capacity));
                }
            }
            members = new HashMap<>(next);
        }
    }

    @Property(tries = 200)
    void whoever_may_see_a_conversation_is_given_once(@ForAll long seed) {
        Random random = new Random(seed);
        Declared roster = new Declared();
        Visibility visibility = new Visibility(roster);
        Subscriptions subscriptions = new Subscriptions(roster);
        List<Subscription> here = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(6)) {
                case 0 -> roster.change(random);
                case 1 -> here.add(subscriptions.add(Heard.agent("k" + step, agent(random))));
                case 2 -> {
                    if (!here.isEmpty()) {
                        subscriptions.remove(here.remove(random.nextInt(here.size())));
                    }
                }
                default -> {
                    ConversationSnapshot before = conversation(random);
                    ConversationSnapshot now = conversation(random);
                    assertThat(subscriptions.agentsSeeing(now))
                            .containsExactlyInAnyOrderElementsOf(seeing(visibility, here, now));
                    assertThat(subscriptions.agentsSeeingEither(before, now))
                            .containsExactlyInAnyOrderElementsOf(here.stream()
                                    .filter(each -> sees(visibility, each, before) || sees(visibility, each, now))
                                    .toList());
                }
            }
        }
    }

    private static List<Subscription> seeing(
            Visibility visibility, List<Subscription> here, ConversationSnapshot conversation) {
        return here.stream()
                .filter(each -> sees(visibility, each, conversation))
                .toList();
    }

    private static boolean sees(Visibility visibility, Subscription agent, ConversationSnapshot conversation) {
        return visibility.sees(agent.subscriber().audience(), conversation);
    }

    private static String agent(Random random) {
        return "agent" + random.nextInt(AGENTS);
    }

    private static ConversationSnapshot conversation(Random random) {
        ConversationSnapshot.Builder conversation = ConversationSnapshot.newBuilder()
                .setConversationId("c")
                .setGroup(GROUPS.get(random.nextInt(GROUPS.size())));
        if (random.nextBoolean()) {
            conversation.setAgent(Party.newBuilder().setId(agent(random)));
        }
        return conversation.build();
    }
}
