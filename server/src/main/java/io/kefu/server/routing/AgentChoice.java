package io.kefu.server.routing;

import io.kefu.protocol.journal.v1.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which free agent takes a place. */
final class AgentChoice {

    private AgentChoice() {}

    /** Empty when no member of the group is free. */
    static Optional<String> choose(LedgerState state, GroupSettings group, Place place) {
        List<String> free = free(state, group);
        Optional<String> wanted = wanted(state, group, place).filter(free::contains);
        if (wanted.isPresent()) {
            return wanted;
        }
        Optional<String> other = free.stream()
                .filter(agent -> !agent.equals(place.getAvoidAgent()))
                .min(order(state, group));
        // Whom the place would rather avoid is still better than nobody.
        return other.isPresent() ? other : free.stream().findFirst();
    }

    private static Optional<String> wanted(LedgerState state, GroupSettings group, Place place) {
        if (!place.getPreferredAgent().isEmpty()) {
            return Optional.of(place.getPreferredAgent());
        }
        String last = state.lastAgentOf(place.getVisitorId());
        boolean sticky = group.strategy() == GroupSettings.Strategy.STICKY && !last.equals(place.getAvoidAgent());
        return sticky ? Optional.of(last) : Optional.empty();
    }

    private static List<String> free(LedgerState state, GroupSettings group) {
        return group.capacity().keySet().stream()
                .filter(state::online)
                .filter(agent -> state.load(agent) < group.capacity().get(agent))
                .sorted()
                .toList();
    }

    private static Comparator<String> order(LedgerState state, GroupSettings group) {
        Comparator<String> byIdle =
                Comparator.comparingLong(agent -> state.agent(agent).getIdleSinceMs());
        Comparator<String> byLoad = Comparator.comparingDouble(
                agent -> (double) state.load(agent) / group.capacity().get(agent));
        Comparator<String> byTurn =
                Comparator.comparingLong(agent -> state.agent(agent).getLastAssignedMs());
        Comparator<String> byStrategy = switch (group.strategy()) {
            case LEAST_LOADED, STICKY -> byLoad.thenComparing(byIdle);
            case ROUND_ROBIN -> byTurn;
            case LONGEST_IDLE -> byIdle;
        };
        return byStrategy.thenComparing(Comparator.naturalOrder());
    }
}
