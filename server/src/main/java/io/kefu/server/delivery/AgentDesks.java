package io.kefu.server.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The agents who listen now, by the group whose conversations they see: looked up once a group, not once a message. It is
 * forgotten whenever an agent comes or goes, or another configuration is in force. Whom it gives is exactly whom {@link
 * Visibility} lets see. Owned by the delivery thread.
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
        byAgent.computeIfAbsent(agentId, id -> new ArrayList<>(1)).add(subscription);
        byGroup.clear();
    }

    void remove(String agentId, Subscription subscription) {
        byAgent.computeIfPresent(agentId, (id, list) -> {
            list.remove(subscription);
            return list.isEmpty() ? null : list;
        });
        byGroup.clear();
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
                .toList();
    }
}
