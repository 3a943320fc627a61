package io.kefu.server.delivery;

import io.kefu.protocol.journal.v1.LedgerAgent;
import io.kefu.server.flow.Committed.LedgerView;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Ledgers by group, and the groups by the agents whom their ledgers know. Written by one thread, read by any. */
final class LedgerViews {

    private final Map<String, LedgerView> byGroup = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> groupsOf = new ConcurrentHashMap<>();

    void put(String group, LedgerView now) {
        LedgerView before = byGroup.put(group, now);
        if (before != null && sameAgents(before.agents(), now.agents())) {
            return;
        }
        Set<String> left = new HashSet<>();
        if (before != null) {
            before.agents().forEach(agent -> left.add(agent.getAgentId()));
        }
        for (LedgerAgent agent : now.agents()) {
            left.remove(agent.getAgentId());
            groupsOf.computeIfAbsent(agent.getAgentId(), _ -> ConcurrentHashMap.newKeySet())
                    .add(group);
        }
        left.forEach(agent -> groupsOf.computeIfPresent(agent, (_, groups) -> {
            groups.remove(group);
            return groups.isEmpty() ? null : groups;
        }));
    }

    private static boolean sameAgents(List<LedgerAgent> before, List<LedgerAgent> now) {
        if (before.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!before.get(i).getAgentId().equals(now.get(i).getAgentId())) {
                return false;
            }
        }
        return true;
    }

    Map<String, LedgerView> byGroup() {
        return Collections.unmodifiableMap(byGroup);
    }

    Set<String> groupsOf(String agentId) {
        return Collections.unmodifiableSet(groupsOf.getOrDefault(agentId, Set.of()));
    }

    Stream<LedgerView> of(String agentId) {
        return groupsOf(agentId).stream().map(byGroup::get);
    }
}
