package io.kefu.server.app;

import io.kefu.monitoring.AgentStatus;
import io.kefu.monitoring.Meters;
import io.kefu.protocol.v1.Presence;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.server.intake.AgentPresence;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Keeps the figures of groups and agents true when a ledger has changed, and tells agents of each other's load. */
final class LedgerMeters {

    private final Meters meters;
    private final Views views;
    private final Roster roster;
    private final Predicate<String> configured;
    private final Map<String, Presence> said = new HashMap<>();
    private AgentPresence presence;

    /** @param configured whether a group is still declared; a group that is not has no figures */
    LedgerMeters(Meters meters, Views views, Roster roster, Predicate<String> configured) {
        this.meters = meters;
        this.views = views;
        this.configured = configured;
        this.roster = roster;
    }

    void connect(AgentPresence agentPresence) {
        presence = agentPresence;
    }

    /** On the delivery thread. */
    void changed(String group) {
        if (configured.test(group)) {
            views.ledger(group).ifPresent(ledger -> meters.groups().queueLength(group, ledger.queueLength()));
        }
        Map<AgentStatus, Long> inGroup = counts();
        Map<AgentStatus, Long> everywhere = counts();
        for (Roster.Member member : roster.members()) {
            announce(member);
            AgentStatus status =
                    AgentStatus.valueOf(presence.status(member.id()).name().substring("AGENT_STATUS_".length()));
            everywhere.merge(status, 1L, Long::sum);
            if (member.capacity().containsKey(group)) {
                inGroup.merge(status, 1L, Long::sum);
            }
        }
        if (configured.test(group)) {
            inGroup.forEach((status, count) -> meters.groups().agents(status, group, count));
        }
        meters.groups()
                .roster(
                        everywhere.get(AgentStatus.ONLINE),
                        everywhere.get(AgentStatus.AWAY),
                        everywhere.get(AgentStatus.OFFLINE));
    }

    /** Colleagues see each other's load: it is said when it is another than was last said. */
    private void announce(Roster.Member member) {
        Presence now = presence.presence(member);
        if (!now.equals(said.put(member.id(), now))) {
            presence.announce(member);
        }
    }

    private static Map<AgentStatus, Long> counts() {
        Map<AgentStatus, Long> counts = new EnumMap<>(AgentStatus.class);
        for (AgentStatus status : AgentStatus.values()) {
            counts.put(status, 0L);
        }
        return counts;
    }
}
