package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.Reminded;
import java.util.Map;

/** What time alone does: silent visitors are reminded, then closed; what an agent leaves unanswered goes to another. */
final class Patience {

    /** After so many tries in a row without an answer the conversation stays where it is. */
    private static final int MOST_REASSIGNMENTS = 3;

    private Patience() {}

    static long deadline(ConversationState state, Surroundings.GroupRules rules) {
        if (!state.exists()) {
            return 0;
        }
        long silence = silenceDeadline(state, rules);
        long answer = answerDeadline(state, rules);
        return silence == 0 ? answer : answer == 0 ? silence : Math.min(silence, answer);
    }

    private static long silenceDeadline(ConversationState state, Surroundings.GroupRules rules) {
        long since = silentSince(state);
        if (since == 0) {
            return 0;
        }
        boolean remind = rules.remindAfter() > 0 && !state.reminded();
        long after = remind ? rules.remindAfter() : rules.closeAfter();
        return after == 0 ? 0 : since + after;
    }

    /** A bot that never answers is no reason to keep the conversation for ever; an agent's silence is a matter of its own. */
    private static long silentSince(ConversationState state) {
        if (state.inPhase(Phases.BOT)) {
            return Math.max(state.awaitingVisitorMillis(), state.awaitingAgentMillis());
        }
        return state.inPhase(Phases.ASSIGNED) ? state.awaitingVisitorMillis() : 0;
    }

    private static long answerDeadline(ConversationState state, Surroundings.GroupRules rules) {
        boolean waits = state.inPhase(Phases.ASSIGNED)
                && state.awaitingAgentMillis() > 0
                && rules.reassignAfter() > 0
                && rules.open()
                && state.reassignments() < MOST_REASSIGNMENTS;
        return waits ? state.awaitingAgentMillis() + rules.reassignAfter() : 0;
    }

    static Decision tick(Turn turn) {
        ConversationState state = turn.state();
        if (Assignment.regroup(turn)) {
            return turn.done();
        }
        Surroundings.GroupRules rules = turn.now().group(state.group());
        long now = turn.now().nowMillis();
        long answer = answerDeadline(state, rules);
        if (answer != 0 && answer <= now) {
            Assignment.again(turn, state.agent().getId(), "unanswered");
            return turn.done();
        }
        long silence = silenceDeadline(state, rules);
        if (silence != 0 && silence <= now) {
            silent(turn, rules);
        }
        return turn.done();
    }

    private static void silent(Turn turn, Surroundings.GroupRules rules) {
        if (rules.remindAfter() > 0 && !turn.state().reminded()) {
            turn.write(Fact.newBuilder().setReminded(Reminded.getDefaultInstance()));
            turn.announce("reminder", Map.of());
        } else {
            Closing.end(turn, "idle", "");
        }
    }
}
