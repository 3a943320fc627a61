package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.Closed;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.Reopened;

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
        if (turn.state().inPhase(Phases.CLOSED)) {
            markReopened(turn, "agent");
            Assignment.take(turn, reopen.agent(), reopen.group(), "reopened");
        }
        return turn.done();
    }

    static void markReopened(Turn turn, String by) {
        turn.write(Fact.newBuilder().setReopened(Reopened.newBuilder().setBy(by)));
        turn.announce("reopened", java.util.Map.of());
    }
}
