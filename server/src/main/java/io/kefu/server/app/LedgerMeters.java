package io.kefu.server.app;

import io.kefu.monitoring.AgentStatus;
import io.kefu.monitoring.Meters;
import io.kefu.protocol.v1.Presence;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.server.intake.AgentPresence;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the figures of groups and agents true when a ledger has changed, and tells agents of each other's load: a moment
 * later and of all that changed meanwhile at once, as each look goes through every agent.
 */
final class LedgerMeters {

    private static final Logger log = LoggerFactory.getLogger(LedgerMeters.class);
    private static final long A_MOMENT_MILLIS = 50;

    private final Meters meters;
    private final Views views;
    private final Roster roster;
    private final Predicate<String> configured;
    private final ScheduledExecutorService timer;
    private final Map<String, Presence> said = new HashMap<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet(); // at most the groups
    private final AtomicBoolean due = new AtomicBoolean();
    private AgentPresence presence;

    /** @param configured whether a group is still declared; a group that is not has no figures */
    LedgerMeters(
            Meters meters, Views views, Roster roster, Predicate<String> configured, ScheduledExecutorService timer) {
        this.meters = meters;
        this.views = views;
        this.configured = configured;
        this.roster = roster;
        this.timer = timer;
    }

    void connect(AgentPresence agentPresence) {
        presence = agentPresence;
    }

    /** Never waits. */
    void changed(String group) {
        changed.add(group);
        if (due.compareAndSet(false, true)) {
            var _ = timer.schedule(this::lookAtChanged, A_MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** One at a time, on the timer. */
    private void lookAtChanged() {
        due.set(false);
        List<String> groups = List.copyOf(changed);
        groups.forEach(changed::remove);
        try {
            look(groups);
        } catch (RuntimeException e) {
            log.error("The figures of {} could not be brought up to date; the next change does", groups, e);
        }
    }

    private synchronized void look(List<String> groups) {
        Map<AgentStatus, Long> everywhere = counts();
        Map<String, Map<AgentStatus, Long>> inGroup = new HashMap<>();
        groups.stream().filter(configured).forEach(group -> inGroup.put(group, counts()));
        for (Presence now : presence.presences()) {
            announce(now);
            AgentStatus status = status(now);
            everywhere.merge(status, 1L, Long::sum);
            roster.member(now.getAgentId())
                    .ifPresent(member -> member.capacity().keySet().stream()
                            .filter(inGroup::containsKey)
                            .forEach(group -> inGroup.get(group).merge(status, 1L, Long::sum)));
        }
        inGroup.forEach(this::say);
        meters.groups()
                .roster(
                        everywhere.get(AgentStatus.ONLINE),
                        everywhere.get(AgentStatus.AWAY),
                        everywhere.get(AgentStatus.OFFLINE));
    }

    private void say(String group, Map<AgentStatus, Long> agents) {
        views.ledger(group).ifPresent(ledger -> meters.groups().queueLength(group, ledger.queueLength()));
        agents.forEach((status, count) -> meters.groups().agents(status, group, count));
    }

    /** Colleagues see each other's load: it is said when it is another than was last said. */
    private void announce(Presence now) {
        if (!now.equals(said.put(now.getAgentId(), now))) {
            presence.announce(now);
        }
    }

    private static AgentStatus status(Presence presence) {
        return AgentStatus.valueOf(presence.getStatus().name().substring("AGENT_STATUS_".length()));
    }

    private static Map<AgentStatus, Long> counts() {
        Map<AgentStatus, Long> counts = new EnumMap<>(AgentStatus.class);
        for (AgentStatus status : AgentStatus.values()) {
            counts.put(status, 0L);
        }
        return counts;
    }
}
