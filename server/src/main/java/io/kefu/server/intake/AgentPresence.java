package io.kefu.server.intake;

import io.kefu.protocol.v1.AgentStatus;
import io.kefu.protocol.v1.Presence;
import io.kefu.server.delivery.PresenceBoard;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.server.flow.Command;
import io.kefu.server.flow.Flow;
import io.kefu.server.routing.LedgerEvent;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who of the agents is there: an agent is offline without a connection, else what it chose. The ledgers of its groups are
 * told, and all agents see it. Whoever asks never waits, the delivery thread among them; telling, which waits for room, is
 * left to a thread of its own.
 */
public final class AgentPresence {

    private static final Logger log = LoggerFactory.getLogger(AgentPresence.class);
    private static final int MOST_TRIES = 200;
    private static final long BETWEEN_TRIES_MILLIS = 25;

    private final Flow flow;
    private final PresenceBoard board;
    private final Roster roster;
    private final Views views;
    private final Executor teller;
    private volatile boolean leaving;
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();
    private final Map<String, AgentStatus> chosen = new ConcurrentHashMap<>();
    /** Whose status the ledgers have not heard; so no agent waits twice, and what waits is bounded by the agents. */
    private final Set<String> untold = ConcurrentHashMap.newKeySet();

    /** @param teller runs one task at a time, so that what is told is never older than what was told before */
    public AgentPresence(Flow flow, PresenceBoard board, Roster roster, Views views, Executor teller) {
        this.flow = flow;
        this.board = board;
        this.roster = roster;
        this.views = views;
        this.teller = teller;
    }

    /** At the start nobody is connected; whoever was away stays so when it comes back. */
    public void recover() {
        for (Roster.Member member : roster.members()) {
            if (recorded(member) == AgentStatus.AGENT_STATUS_AWAY) {
                chosen.put(member.id(), AgentStatus.AGENT_STATUS_AWAY);
            }
        }
        known().forEach(this::tell);
    }

    /** Whom the configuration has, and whom a ledger has still. */
    private Set<String> known() {
        Set<String> known = new LinkedHashSet<>();
        roster.members().forEach(member -> known.add(member.id()));
        views.ledgers().values().forEach(ledger -> ledger.agents().forEach(agent -> known.add(agent.getAgentId())));
        return known;
    }

    private AgentStatus recorded(Roster.Member member) {
        return views.ledgersOf(member.id())
                .flatMap(ledger -> ledger.agents().stream())
                .filter(agent -> agent.getAgentId().equals(member.id()))
                .map(agent -> agent.getStatus())
                .findFirst()
                .orElse(AgentStatus.AGENT_STATUS_OFFLINE);
    }

    public void connected(String agentId) {
        if (connections.merge(agentId, 1, Integer::sum) == 1) {
            tell(agentId);
        }
    }

    public void disconnected(String agentId) {
        if (connections.merge(agentId, -1, (a, b) -> a + b == 0 ? null : a + b) == null && !leaving) {
            tell(agentId);
        }
    }

    /**
     * All agents are about to leave for this server's successor, which begins with nobody there as every start does: that
     * they go is told to nobody, so that none loses its work for a moment's absence and thousands are not told of thousands.
     * So one who goes home just then may be given work until the successor has started and its grace time is over.
     */
    public void leaving() {
        leaving = true;
    }

    /** No successor came: whoever has left meanwhile is told to be offline. */
    public void staying() {
        leaving = false;
        known().forEach(this::tell);
    }

    /** What the agent wants to be while it is connected. */
    public void choose(String agentId, AgentStatus status) {
        chosen.put(agentId, status);
        tell(agentId);
    }

    public AgentStatus status(String agentId) {
        return connections.containsKey(agentId)
                ? chosen.getOrDefault(agentId, AgentStatus.AGENT_STATUS_ONLINE)
                : AgentStatus.AGENT_STATUS_OFFLINE;
    }

    /** Connections of agents now. */
    public int connectionCount() {
        return connections.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Conversations that the agent holds, over all its groups. */
    public int load(String agentId) {
        return views.ledgersOf(agentId)
                .mapToInt(ledger -> ledger.load().getOrDefault(agentId, 0))
                .sum();
    }

    /** Tells all agents of one whose load or status changed. */
    public void announce(Presence presence) {
        board.changed(presence);
    }

    /** All agents as their colleagues see them. */
    public List<Presence> presences() {
        Map<String, Integer> loads = new HashMap<>();
        views.ledgers()
                .values()
                .forEach(ledger -> ledger.load().forEach((agent, load) -> loads.merge(agent, load, Integer::sum)));
        return roster.members().stream()
                .map(member -> presence(member, loads.getOrDefault(member.id(), 0)))
                .toList();
    }

    private Presence presence(Roster.Member member, int load) {
        return Presence.newBuilder()
                .setAgentId(member.id())
                .setName(member.name())
                .setStatus(status(member.id()))
                .setLoad(load)
                .setCapacity(member.capacity().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .build();
    }

    /** Another configuration holds: agents may be in other groups now. */
    public void reconfigured() {
        known().forEach(this::tell);
    }

    /** Tells what could not be told before; to be called now and then. */
    public void tellAgain() {
        if (!untold.isEmpty()) {
            teller.execute(() -> List.copyOf(untold).forEach(this::tellNow));
        }
    }

    private void tell(String agentId) {
        if (untold.add(agentId)) {
            teller.execute(() -> tellNow(agentId));
        }
    }

    /** On the teller's thread. What changes while it is told is told again. */
    private void tellNow(String agentId) {
        boolean moving = leaving && !connections.containsKey(agentId);
        if (!untold.remove(agentId) || moving) {
            return;
        }
        if (!tellLedgers(agentId)) {
            untold.add(agentId);
            log.warn("agent_id={} its status waits: the server takes nothing more now", agentId);
        }
        roster.member(agentId).ifPresent(member -> announce(presence(member, load(agentId))));
    }

    /** Also groups that the agent has left, or all when it was removed: they may still hold conversations for it. */
    private boolean tellLedgers(String agentId) {
        AgentStatus status = status(agentId);
        Set<String> groups = new LinkedHashSet<>();
        roster.member(agentId)
                .ifPresent(member -> groups.addAll(member.capacity().keySet()));
        groups.addAll(views.groupsOf(agentId));
        return groups.stream()
                .allMatch(group -> submit(new Command.ToGroup(group, new LedgerEvent.AgentIs(agentId, status))));
    }

    /** A full door is waited for: a status that got lost would leave an agent without work, or work without an agent. */
    private boolean submit(Command command) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (flow.submit(command)) {
                return true;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
