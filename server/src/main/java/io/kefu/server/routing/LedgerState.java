package io.kefu.server.routing;

import io.kefu.protocol.journal.v1.AgentChanged;
import io.kefu.protocol.journal.v1.Granted;
import io.kefu.protocol.journal.v1.Held;
import io.kefu.protocol.journal.v1.Hold;
import io.kefu.protocol.journal.v1.LedgerAgent;
import io.kefu.protocol.journal.v1.LedgerFact;
import io.kefu.protocol.journal.v1.LedgerSnapshot;
import io.kefu.protocol.journal.v1.Place;
import io.kefu.protocol.journal.v1.Sticky;
import io.kefu.protocol.v1.AgentStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A group's places as its journal records say: who waits, who holds what, who is there. A fold, and nothing else. */
public final class LedgerState {

    /** Visitors whose last agent is remembered; the oldest go first. */
    static final int MOST_STICKY = 10_000;

    private static final Comparator<Place> ORDER = Comparator.comparing(Place::getParked)
            .thenComparing(Place::getPriority, Comparator.reverseOrder())
            .thenComparingLong(Place::getSinceMs)
            .thenComparing(Place::getConversationId);

    private final String group;
    private final Map<String, LedgerAgent> agents = new LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final TreeSet<Place> queue = new TreeSet<>(ORDER);
    private final Map<String, Hold> holds = new LinkedHashMap<>();
    private final Map<String, Integer> load = new HashMap<>();
    private final LinkedHashMap<String, String> sticky = new LinkedHashMap<>();
    private final Map<String, Integer> announced = new HashMap<>();

    public LedgerState(String group) {
        this.group = group;
    }

    /** Takes a fact that happened at {@code at} into the state. */
    public void apply(LedgerFact fact, long at) {
        switch (fact.getFactCase()) {
            case AGENT_CHANGED -> agentChanged(fact.getAgentChanged(), at);
            case ENQUEUED -> enqueue(fact.getEnqueued().getPlace());
            case GRANTED -> granted(fact.getGranted(), at);
            case HELD -> held(fact.getHeld(), at);
            case LEFT -> left(fact.getLeft().getConversationId(), at);
            case PARKED -> park(fact.getParked().getConversationId());
            case FACT_NOT_SET -> {} // written by a later release: nothing here depends on it
        }
    }

    private void agentChanged(AgentChanged changed, long at) {
        String id = changed.getAgentId();
        agents.put(
                id,
                agent(id).toBuilder()
                        .setStatus(changed.getStatus())
                        .setStatusSinceMs(at)
                        .build());
    }

    private void enqueue(Place place) {
        left(place.getConversationId(), place.getSinceMs());
        places.put(place.getConversationId(), place);
        queue.add(place);
    }

    private void granted(Granted granted, long at) {
        hold(
                Hold.newBuilder()
                        .setConversationId(granted.getConversationId())
                        .setRequest(granted.getRequest())
                        .setAgentId(granted.getAgentId())
                        .setVisitorId(granted.getVisitorId())
                        .build(),
                at);
    }

    private void held(Held held, long at) {
        hold(
                Hold.newBuilder()
                        .setConversationId(held.getConversationId())
                        .setRequest(held.getRequest())
                        .setAgentId(held.getAgentId())
                        .setVisitorId(held.getVisitorId())
                        .build(),
                at);
    }

    private void hold(Hold hold, long at) {
        left(hold.getConversationId(), at);
        holds.put(hold.getConversationId(), hold);
        load.merge(hold.getAgentId(), 1, Integer::sum);
        agents.put(
                hold.getAgentId(),
                agent(hold.getAgentId()).toBuilder()
                        .setLastAssignedMs(at)
                        .setIdleSinceMs(at)
                        .build());
        remember(hold.getVisitorId(), hold.getAgentId());
    }

    private void remember(String visitorId, String agentId) {
        if (!visitorId.isEmpty()) {
            sticky.putLast(visitorId, agentId);
            if (sticky.size() > MOST_STICKY) {
                sticky.pollFirstEntry();
            }
        }
    }

    private void left(String conversationId, long at) {
        removePlace(conversationId);
        Hold hold = holds.remove(conversationId);
        if (hold != null) {
            load.merge(hold.getAgentId(), -1, (a, b) -> a + b == 0 ? null : a + b);
            agents.computeIfPresent(
                    hold.getAgentId(),
                    (id, agent) -> agent.toBuilder().setIdleSinceMs(at).build());
        }
    }

    private void park(String conversationId) {
        Place place = places.get(conversationId);
        if (place != null) {
            enqueue(place.toBuilder().setParked(true).setDeadlineMs(0).build());
        }
    }

    private void removePlace(String conversationId) {
        Place place = places.remove(conversationId);
        if (place != null) {
            queue.remove(place);
        }
        announced.remove(conversationId);
    }

    /** Whether the conversation's number in the queue is another than was last said; remembers it. */
    boolean announce(String conversationId, int position) {
        Integer before = announced.put(conversationId, position);
        return before == null || before != position;
    }

    public String group() {
        return group;
    }

    public LedgerAgent agent(String agentId) {
        return agents.getOrDefault(
                agentId, LedgerAgent.newBuilder().setAgentId(agentId).build());
    }

    public Collection<LedgerAgent> agents() {
        return agents.values();
    }

    public int load(String agentId) {
        return load.getOrDefault(agentId, 0);
    }

    boolean online(String agentId) {
        return agent(agentId).getStatus() == AgentStatus.AGENT_STATUS_ONLINE;
    }

    /** In the order in which places are granted; those parked come last. */
    public Collection<Place> queue() {
        return queue;
    }

    /** Those that wait in line, the parked not counted. */
    public int queueLength() {
        return (int) queue.stream().takeWhile(place -> !place.getParked()).count();
    }

    public Place place(String conversationId) {
        return places.get(conversationId);
    }

    public Hold hold(String conversationId) {
        return holds.get(conversationId);
    }

    public Collection<Hold> holds() {
        return holds.values();
    }

    List<Hold> holdsOf(String agentId) {
        return holds.values().stream()
                .filter(hold -> hold.getAgentId().equals(agentId))
                .toList();
    }

    String lastAgentOf(String visitorId) {
        return sticky.getOrDefault(visitorId, "");
    }

    /** Everything, so that {@link #of} gives an equal state. */
    public LedgerSnapshot snapshot() {
        LedgerSnapshot.Builder snapshot = LedgerSnapshot.newBuilder()
                .setGroup(group)
                .addAllAgents(agents.values())
                .addAllQueue(queue)
                .addAllHolds(holds.values());
        sticky.forEach((visitor, agent) ->
                snapshot.addSticky(Sticky.newBuilder().setVisitorId(visitor).setAgentId(agent)));
        return snapshot.build();
    }

    /** The state that {@code snapshot} was made of. */
    public static LedgerState of(LedgerSnapshot snapshot) {
        LedgerState state = new LedgerState(snapshot.getGroup());
        snapshot.getAgentsList().forEach(agent -> state.agents.put(agent.getAgentId(), agent));
        snapshot.getQueueList().forEach(place -> {
            state.places.put(place.getConversationId(), place);
            state.queue.add(place);
        });
        snapshot.getHoldsList().forEach(hold -> {
            state.holds.put(hold.getConversationId(), hold);
            state.load.merge(hold.getAgentId(), 1, Integer::sum);
        });
        snapshot.getStickyList().forEach(entry -> state.sticky.put(entry.getVisitorId(), entry.getAgentId()));
        return state;
    }
}
