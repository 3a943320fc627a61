package io.kefu.server.routing;

import io.kefu.protocol.journal.v1.AgentChanged;
import io.kefu.protocol.journal.v1.Enqueued;
import io.kefu.protocol.journal.v1.Granted;
import io.kefu.protocol.journal.v1.Held;
import io.kefu.protocol.journal.v1.Hold;
import io.kefu.protocol.journal.v1.LedgerAgent;
import io.kefu.protocol.journal.v1.LedgerFact;
import io.kefu.protocol.journal.v1.Left;
import io.kefu.protocol.journal.v1.ParkedInQueue;
import io.kefu.protocol.journal.v1.Place;
import io.kefu.protocol.v1.AgentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The places of one group: who waits, who is given to whom. Pure, as a conversation is, and apart from it, because a place
 * is decided by looking at all who want one.
 */
public final class Ledger {

    /** Numbers in the queue are told to so many; further back a number means little and changes often. */
    static final int MOST_ANNOUNCED = 200;

    private final LedgerState state;
    private final GroupSettings group;
    private final long now;
    private final List<LedgerFact> facts = new ArrayList<>(2);
    private final List<LedgerEffect> effects = new ArrayList<>(2);

    private Ledger(LedgerState state, GroupSettings group, long now) {
        this.state = state;
        this.group = group;
        this.now = now;
    }

    /** What is to be written, and what conversations are then told. */
    public record Decision(List<LedgerFact> facts, List<LedgerEffect> effects) {}

    /**
     * Decides, and takes what was decided into {@code state}. When the facts cannot be made durable the state must be
     * thrown away and folded again.
     */
    public static Decision decide(LedgerState state, LedgerEvent event, GroupSettings group, long nowMillis) {
        Ledger ledger = new Ledger(state, group, nowMillis);
        switch (event) {
            case LedgerEvent.Request request -> ledger.request(request);
            case LedgerEvent.Leave leave -> ledger.leave(leave.conversationId(), leave.reason());
            case LedgerEvent.Hold hold -> ledger.hold(hold);
            case LedgerEvent.AgentIs agent -> ledger.agentIs(agent);
            case LedgerEvent.Tick _ -> ledger.tick();
        }
        ledger.grantWhatIsFree();
        ledger.announcePositions();
        return new Decision(ledger.facts, ledger.effects);
    }

    /** When the ledger wants its next tick, milliseconds since the epoch; 0 for never. */
    public static long deadline(LedgerState state, GroupSettings group) {
        long soonest = group.open() ? 0 : group.opensAtMillis();
        if (group.open()) {
            for (Place place : state.queue()) {
                soonest = earlier(soonest, place.getDeadlineMs());
            }
        }
        for (LedgerAgent agent : state.agents()) {
            if (away(agent) && state.load(agent.getAgentId()) > 0) {
                soonest = earlier(soonest, lostAt(agent, group));
            }
        }
        return soonest;
    }

    private static long earlier(long a, long b) {
        return a == 0 ? b : b == 0 ? a : Math.min(a, b);
    }

    /** Who takes a conversation without being connected has the grace time from then on. */
    private static long lostAt(LedgerAgent agent, GroupSettings group) {
        return Math.max(agent.getStatusSinceMs(), agent.getLastAssignedMs()) + group.offlineGraceMillis();
    }

    private static boolean away(LedgerAgent agent) {
        return agent.getStatus() == AgentStatus.AGENT_STATUS_OFFLINE
                || agent.getStatus() == AgentStatus.AGENT_STATUS_UNSPECIFIED;
    }

    private void write(LedgerFact.Builder fact) {
        LedgerFact built = fact.build();
        facts.add(built);
        state.apply(built, now);
    }

    private void request(LedgerEvent.Request request) {
        Hold hold = state.hold(request.conversationId());
        if (hold != null && hold.getRequest() == request.request()) {
            effects.add(new LedgerEffect.Granted(request.conversationId(), request.request(), hold.getAgentId()));
            return;
        }
        Place place = state.place(request.conversationId());
        if (place != null && place.getRequest() == request.request()) {
            return;
        }
        if (!request.fallback().isEmpty() && !request.fallback().equals(group.name()) && nobodyThere()) {
            leave(request.conversationId(), "redirected");
            effects.add(new LedgerEffect.Redirected(request.conversationId(), request.request(), request.fallback()));
            return;
        }
        enqueue(request);
    }

    private boolean nobodyThere() {
        return !group.open() || group.capacity().keySet().stream().noneMatch(state::online);
    }

    private void enqueue(LedgerEvent.Request request) {
        boolean full = state.queueLength() >= request.queue().max();
        long timeout = request.queue().timeoutMillis();
        Place place = Place.newBuilder()
                .setConversationId(request.conversationId())
                .setRequest(request.request())
                .setPriority(request.priority())
                .setSinceMs(now)
                .setPreferredAgent(request.preferredAgent())
                .setAvoidAgent(request.avoidAgent())
                .setVisitorId(request.visitorId())
                .setParked(full)
                .setClosesThen(request.queue().closeThen())
                .setAnnounced(request.queue().announce())
                .setDeadlineMs(timeout == 0 || full ? 0 : start() + timeout)
                .build();
        write(LedgerFact.newBuilder().setEnqueued(Enqueued.newBuilder().setPlace(place)));
        if (full) {
            giveUp(place, "queue_full");
        }
    }

    /** The wait counts from the opening for whoever comes while the group is closed. */
    private long start() {
        return group.open() ? now : Math.max(now, group.opensAtMillis());
    }

    private void giveUp(Place place, String reason) {
        effects.add(
                new LedgerEffect.GivenUp(place.getConversationId(), place.getRequest(), reason, place.getClosesThen()));
    }

    private void leave(String conversationId, String reason) {
        if (state.place(conversationId) != null || state.hold(conversationId) != null) {
            write(LedgerFact.newBuilder()
                    .setLeft(Left.newBuilder().setConversationId(conversationId).setReason(reason)));
        }
    }

    private void hold(LedgerEvent.Hold hold) {
        Hold before = state.hold(hold.conversationId());
        boolean known = before != null
                && before.getRequest() == hold.request()
                && before.getAgentId().equals(hold.agentId());
        if (!known) {
            write(LedgerFact.newBuilder()
                    .setHeld(Held.newBuilder()
                            .setConversationId(hold.conversationId())
                            .setRequest(hold.request())
                            .setAgentId(hold.agentId())
                            .setVisitorId(hold.visitorId())));
        }
    }

    private void agentIs(LedgerEvent.AgentIs agent) {
        if (state.agent(agent.agentId()).getStatus() != agent.status()) {
            write(LedgerFact.newBuilder()
                    .setAgentChanged(AgentChanged.newBuilder()
                            .setAgentId(agent.agentId())
                            .setStatus(agent.status())));
        }
    }

    private void tick() {
        if (group.open()) {
            List.copyOf(state.queue()).forEach(this::giveUpWhenDue);
        }
        for (LedgerAgent agent : List.copyOf(state.agents())) {
            if (away(agent) && lostAt(agent, group) <= now) {
                state.holdsOf(agent.getAgentId()).forEach(this::lost);
            }
        }
    }

    private void giveUpWhenDue(Place place) {
        if (place.getDeadlineMs() != 0 && place.getDeadlineMs() <= now) {
            write(LedgerFact.newBuilder()
                    .setParked(ParkedInQueue.newBuilder().setConversationId(place.getConversationId())));
            giveUp(place, "queue_timeout");
        }
    }

    private void lost(Hold hold) {
        leave(hold.getConversationId(), "agent_offline");
        effects.add(new LedgerEffect.AgentLost(hold.getConversationId(), hold.getRequest(), hold.getAgentId()));
    }

    private void grantWhatIsFree() {
        if (!group.open() || state.queue().isEmpty()) {
            return;
        }
        for (Place place : List.copyOf(state.queue())) {
            Optional<String> agent = AgentChoice.choose(state, group, place);
            if (agent.isEmpty()) {
                return;
            }
            grant(place, agent.get());
        }
    }

    private void grant(Place place, String agentId) {
        write(LedgerFact.newBuilder()
                .setGranted(Granted.newBuilder()
                        .setConversationId(place.getConversationId())
                        .setRequest(place.getRequest())
                        .setAgentId(agentId)
                        .setVisitorId(place.getVisitorId())));
        effects.add(new LedgerEffect.Granted(place.getConversationId(), place.getRequest(), agentId));
    }

    private void announcePositions() {
        int position = 0;
        for (Place place : state.queue()) {
            if (place.getParked() || ++position > MOST_ANNOUNCED) {
                return;
            }
            if (place.getAnnounced() && state.announce(place.getConversationId(), position)) {
                effects.add(new LedgerEffect.Position(place.getConversationId(), position));
            }
        }
    }
}
