package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.AgentRequested;
import io.kefu.protocol.journal.v1.Assigned;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.Parked;
import io.kefu.protocol.journal.v1.Routed;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Party;
import java.util.Map;
import java.util.Optional;

/** How a conversation comes to an agent: by the group's ledger, or by hand. */
final class Assignment {

    /** Once only, so that two groups do not pass a conversation back and forth. */
    private static final String OVERFLOW = "overflow";

    static final Outcome NO_GROUP =
            Outcome.refused(ErrorCode.ERROR_CODE_CONFLICT, "no group is configured that could hold the conversation");

    private Assignment() {}

    static void explain(Turn turn, Surroundings.Route route) {
        turn.write(Fact.newBuilder()
                .setRouted(Routed.newBuilder()
                        .setRule(route.rule())
                        .setTo(route.target().name().toLowerCase(java.util.Locale.ROOT) + ":" + route.name())
                        .addAllWhy(route.why())));
        turn.then(new Effect.RouteChosen(route.rule(), route.name()));
    }

    /** Asks the group that {@code route} names for a place; an earlier place elsewhere is given back. */
    static void request(Turn turn, Surroundings.Route route, String avoid) {
        explain(turn, route);
        if (route.name().isEmpty()) {
            // There is no group at all, so nobody would ever come.
            turn.announce("leave_message", Map.of());
            return;
        }
        String preferred = route.agent().isEmpty() ? turn.state().lastAgent() : route.agent();
        request(
                turn,
                AgentRequested.newBuilder()
                        .setGroup(route.name())
                        .setFallback(route.fallback())
                        .setPriority(route.priority())
                        .setPreferredAgent(preferred.equals(avoid) ? "" : preferred)
                        .setAvoidAgent(avoid)
                        .setReason(route.rule()));
        tellHours(turn);
    }

    private static void request(Turn turn, AgentRequested.Builder asked) {
        ConversationState state = turn.state();
        String before = heldGroup(state);
        asked.setRequest(state.request().getRequest() + 1);
        turn.write(Fact.newBuilder().setAgentRequested(asked));
        if (!before.isEmpty() && !before.equals(asked.getGroup())) {
            turn.then(new Effect.LeavePlace(before, "moved"));
        }
        askForPlace(turn);
    }

    static void askForPlace(Turn turn) {
        AgentRequested asked = turn.state().request();
        turn.then(new Effect.RequestPlace(
                asked.getGroup(),
                asked.getFallback(),
                asked.getRequest(),
                asked.getPriority(),
                asked.getPreferredAgent(),
                asked.getAvoidAgent(),
                turn.state().visitor().getId()));
    }

    private static void tellHours(Turn turn) {
        Surroundings.GroupRules rules = turn.now().group(turn.state().group());
        if (!rules.open()) {
            turn.announce("out_of_hours", Posting.data("opens_at", rules.opensAt()));
        }
    }

    /** The group whose ledger knows the conversation, empty when none does. */
    static String heldGroup(ConversationState state) {
        return state.inPhase(Phases.QUEUED) || state.inPhase(Phases.ASSIGNED) ? state.group() : "";
    }

    static Decision granted(Turn turn, ConversationEvent.Granted granted) {
        ConversationState state = turn.state();
        if (!waitsFor(state, granted.group(), granted.request())) {
            // Not wanted any more: the place goes back, unless this very grant was already taken.
            if (!holds(
                    state, granted.group(), granted.request(), granted.agent().getId())) {
                turn.then(new Effect.LeavePlace(granted.group(), "not_wanted"));
                rehold(turn, granted.group());
            }
            return turn.done();
        }
        assign(
                turn,
                granted.agent(),
                granted.group(),
                granted.request(),
                state.request().getReason());
        return turn.done();
    }

    /** When the place that went back was in the group that holds the conversation now, the hold is stated again. */
    private static void rehold(Turn turn, String group) {
        ConversationState state = turn.state();
        if (state.inPhase(Phases.ASSIGNED) && state.group().equals(group)) {
            turn.then(new Effect.HoldPlace(
                    group,
                    state.request().getRequest(),
                    state.agent().getId(),
                    state.visitor().getId()));
        } else if (state.inPhase(Phases.QUEUED) && state.group().equals(group)) {
            askForPlace(turn);
        }
    }

    private static boolean waitsFor(ConversationState state, String group, long request) {
        return state.inPhase(Phases.QUEUED)
                && state.group().equals(group)
                && state.request().getRequest() == request;
    }

    private static boolean holds(ConversationState state, String group, long request, String agentId) {
        return state.inPhase(Phases.ASSIGNED)
                && state.group().equals(group)
                && state.request().getRequest() == request
                && state.agent().getId().equals(agentId);
    }

    private static void assign(Turn turn, Party agent, String group, long request, String reason) {
        boolean sameAgent =
                turn.state().lastAgent().equals(agent.getId()) && turn.state().reassignments() > 0;
        turn.write(Fact.newBuilder()
                .setAssigned(Assigned.newBuilder()
                        .setAgent(agent)
                        .setGroup(group)
                        .setRequest(request)
                        .setReason(reason)));
        if (!sameAgent) {
            turn.announce("assigned", Posting.data("agent_name", agent.getName()));
        }
    }

    static Decision hold(Turn turn, ConversationEvent.Hold hold) {
        ConversationState state = turn.state();
        if (state.inPhase(Phases.CLOSED)) {
            return turn.with(
                    Outcome.refused(ErrorCode.ERROR_CODE_CONFLICT, "the conversation is closed; reopen it first"));
        }
        if (state.inPhase(Phases.ASSIGNED)
                && state.agent().getId().equals(hold.agent().getId())) {
            return turn.done();
        }
        if (state.inPhase(Phases.ASSIGNED)
                && !hold.from()
                        .orElse(state.agent().getId())
                        .equals(state.agent().getId())) {
            return turn.with(Outcome.refused(
                    ErrorCode.ERROR_CODE_CONFLICT, "another agent has taken the conversation; look at it again"));
        }
        Optional<String> group = groupFor(turn, hold.group());
        group.ifPresent(there -> take(turn, hold.agent(), there, hold.reason()));
        return group.isPresent() ? turn.done() : turn.with(NO_GROUP);
    }

    /** Where an agent holds the conversation: in the group wanted, else where the rules lead. Empty: there is no group. */
    static Optional<String> groupFor(Turn turn, String wanted) {
        String group = turn.now().hasGroup(wanted)
                ? wanted
                : turn.now().route(turn.state(), "", false).name();
        return Optional.of(group).filter(there -> !there.isEmpty());
    }

    static void take(Turn turn, Party agent, String group, String reason) {
        ConversationState state = turn.state();
        String before = heldGroup(state);
        if (!before.isEmpty() && !before.equals(group)) {
            turn.then(new Effect.LeavePlace(before, "moved"));
        }
        long request = state.request().getRequest() + 1;
        assign(turn, agent, group, request, reason);
        turn.then(new Effect.HoldPlace(
                group, request, agent.getId(), state.visitor().getId()));
    }

    static Decision transfer(Turn turn, ConversationEvent.Transfer transfer) {
        ConversationState state = turn.state();
        if (state.inPhase(Phases.CLOSED)) {
            return turn.with(
                    Outcome.refused(ErrorCode.ERROR_CODE_CONFLICT, "the conversation is closed; reopen it first"));
        }
        if (!turn.now().hasGroup(transfer.group())) {
            return turn.with(Outcome.refused(ErrorCode.ERROR_CODE_CONFLICT, "there is no such group any more"));
        }
        String avoid = state.group().equals(transfer.group()) ? state.agent().getId() : "";
        turn.announce("transferred", Posting.data("group", transfer.group()));
        request(
                turn,
                AgentRequested.newBuilder()
                        .setGroup(transfer.group())
                        .setPriority(state.request().getPriority())
                        .setAvoidAgent(avoid)
                        .setReason("transfer"));
        tellHours(turn);
        return turn.done();
    }

    static Decision givenUp(Turn turn, ConversationEvent.GivenUp givenUp) {
        if (!waitsFor(turn.state(), givenUp.group(), givenUp.request())
                || turn.state().parked()) {
            return turn.done();
        }
        String overflow = turn.now().group(givenUp.group()).overflow();
        if (!overflow.isEmpty() && !turn.state().request().getReason().equals(OVERFLOW)) {
            request(
                    turn,
                    AgentRequested.newBuilder()
                            .setGroup(overflow)
                            .setPriority(turn.state().request().getPriority())
                            .setReason(OVERFLOW));
            tellHours(turn);
            return turn.done();
        }
        if (givenUp.close()) {
            Closing.end(turn, "queue_timeout", "");
            return turn.done();
        }
        turn.write(Fact.newBuilder().setParked(Parked.newBuilder().setReason(givenUp.reason())));
        turn.announce("leave_message", Map.of());
        return turn.done();
    }

    static Decision redirected(Turn turn, ConversationEvent.Redirected redirected) {
        ConversationState state = turn.state();
        if (!waitsFor(state, redirected.group(), redirected.request())) {
            return turn.done();
        }
        request(
                turn,
                AgentRequested.newBuilder()
                        .setGroup(redirected.fallback())
                        .setPriority(state.request().getPriority())
                        .setPreferredAgent(state.request().getPreferredAgent())
                        .setReason(state.request().getReason()));
        tellHours(turn);
        return turn.done();
    }

    static Decision agentLost(Turn turn, ConversationEvent.AgentLost lost) {
        if (holds(turn.state(), lost.group(), lost.request(), lost.agentId())) {
            again(turn, lost.agentId(), "agent_offline");
        }
        return turn.done();
    }

    /** Looks for another agent of the same group, ahead of those who only just came. */
    static void again(Turn turn, String avoid, String reason) {
        ConversationState state = turn.state();
        if (regroup(turn)) {
            return;
        }
        request(
                turn,
                AgentRequested.newBuilder()
                        .setGroup(state.group())
                        .setPriority(state.request().getPriority() + 1)
                        .setAvoidAgent(avoid)
                        .setReason(reason));
    }

    /** A conversation whose group is no longer configured goes where the rules lead now. */
    static boolean regroup(Turn turn) {
        ConversationState state = turn.state();
        if (heldGroup(state).isEmpty() || turn.now().hasGroup(state.group())) {
            return false;
        }
        Surroundings.Route route = turn.now().route(state, "", false);
        boolean somewhere = turn.now().hasGroup(route.name());
        if (somewhere) {
            request(turn, route, "");
        }
        return somewhere;
    }
}
