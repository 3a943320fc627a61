package io.kefu.server.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The agents who listen now, by the group whose conversations they see: looked up once a group, not once a message, and
 * forgotten when another configuration is in force. An agent who comes or goes is added or taken away, so that thousands who
 * come back at once cost no look-up each. Whom it gives is exactly whom {@link Visibility} lets see. Owned by the delivery
 * thread, also while it goes through what it was given: to tell an agent may end that agent's connection.
 */
final class AgentDesks {

    private final Roster roster;
    private final Map<String, List<Subscription>> byAgent = new LinkedHashMap<>();
    private final Map<String, List<Subscription>> byGroup = new HashMap<>();
    private Collection<Roster.Member> members = List.of();

    AgentDesks(Roster roster) {
        this.roster = roster;
    }

    void add(String agentId, Subscription subscription) {
        byAgent.computeIfAbsent(agentId, id -> new CopyOnWriteArrayList<>()).add(subscription);
        known(agentId).forEach(seeing -> seeing.add(subscription));
    }

    void remove(String agentId, Subscription subscription) {
        byAgent.computeIfPresent(agentId, (id, list) -> {
            list.remove(subscription);
            return list.isEmpty() ? null : list;
        });
        known(agentId).forEach(seeing -> seeing.remove(subscription));
    }

    /** The lists that were looked up already and have the agent among them. */
    private Stream<List<Subscription>> known(String agentId) {
        forgetFormerRoster();
        return roster.member(agentId).stream()
                .flatMap(member -> member.supervises()
                        ? byGroup.values().stream()
                        : member.capacity().keySet().stream().map(byGroup::get).filter(Objects::nonNull));
    }

    /** Those who see what lies with a group, and with an agent who may be of another; each once. */
    List<Subscription> seeing(String group, String agentId) {
        if (byAgent.isEmpty()) {
            return List.of();
        }
        forgetFormerRoster();
        List<Subscription> seeing = byGroup.computeIfAbsent(group, this::ofGroup);
        List<Subscription> holders = byAgent.getOrDefault(agentId, List.of());
        if (holders.isEmpty() || !isGuest(agentId, group)) {
            return seeing;
        }
        return Stream.concat(seeing.stream(), holders.stream()).toList();
    }

    @SuppressWarnings("ReferenceEquality") // as Roster promises; to compare all members would take what this saves
    private void forgetFormerRoster() {
        Collection<Roster.Member> now = roster.members();
        if (now != members) {
            members = now;
            byGroup.clear();
        }
    }

    /** A declared agent who sees a conversation of the group only because it holds it. */
    private boolean isGuest(String agentId, String group) {
        return roster.member(agentId)
                .filter(member -> !Visibility.seesAll(member, group))
                .isPresent();
    }

    private List<Subscription> ofGroup(String group) {
        return byAgent.entrySet().stream()
                .filter(each -> roster.member(each.getKey())
                        .filter(member -> Visibility.seesAll(member, group))
                        .isPresent())
                .flatMap(each -> each.getValue().stream())
                .collect(Collectors.toCollection(CopyOnWriteArrayList::new));
    }
}
