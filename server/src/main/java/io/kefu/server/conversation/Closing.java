package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.Closed;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.Reopened;
import io.kefu.protocol.v1.ErrorCode;
import java.util.Optional;

/** How a conversation ends, and how it goes on after all. */
final class Closing {

    private Closing() {}

    static Decision close(Turn turn, ConversationEvent.Close close) {
        if (!turn.state().inPhase(Phases.CLOSED)) {
            end(turn, close.by(), close.agentId());
        }
        return turn.done();
    }

    static void end(Turn turn, String by, String agentId) {
        String group = Assignment.heldGroup(turn.state());
        turn.announce("closed", Posting.data("by", by));
        turn.write(Fact.newBuilder().setClosed(Closed.newBuilder().setBy(by).setAgentId(agentId)));
        if (!group.isEmpty()) {
            turn.then(new Effect.LeavePlace(group, "closed"));
        }
    }

    static Decision reopen(Turn turn, ConversationEvent.Reopen reopen) {
        ConversationState state = turn.state();
        if (!state.inPhase(Phases.CLOSED)) {
            return state.agent().getId().equals(reopen.agent().getId())
                    ? turn.done()
                    : turn.with(Outcome.refused(
                            ErrorCode.ERROR_CODE_CONFLICT, "the conversation is open already; look at it again"));
        }
        Optional<String> group = Assignment.groupFor(turn, reopen.group());
        if (group.isEmpty()) {
            return turn.with(Assignment.NO_GROUP);
        }
        markReopened(turn, "agent");
        Assignment.take(turn, reopen.agent(), group.get(), "reopened");
        return turn.done();
    }

    static void markReopened(Turn turn, String by) {
        turn.write(Fact.newBuilder().setReopened(Reopened.newBuilder().setBy(by)));
        turn.announce("reopened", java.util.Map.of());
    }
}
