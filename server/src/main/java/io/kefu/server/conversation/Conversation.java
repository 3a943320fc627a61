package io.kefu.server.conversation;

import io.kefu.protocol.v1.ErrorCode;
import java.util.Optional;

/**
 * The state machine of a conversation: bot → queued → assigned → closed → reopened. Pure: the decision follows from the
 * state, the event and the surroundings alone.
 */
public final class Conversation {

    private Conversation() {}

    /**
     * Decides, and takes what was decided into {@code state}. When the decision's entries cannot be made durable the
     * state must be thrown away and folded again.
     */
    public static Decision decide(ConversationState state, ConversationEvent event, Surroundings now) {
        Turn turn = new Turn(state, now);
        if (!state.exists() && !opens(event)) {
            return turn.with(Outcome.refused(ErrorCode.ERROR_CODE_NOT_FOUND, "there is no such conversation"));
        }
        return switch (event) {
            case ConversationEvent.Post post -> Posting.post(turn, post);
            case ConversationEvent.First first -> Posting.first(turn, first);
            case ConversationEvent.Answer answer -> Posting.answer(turn, answer);
            case ConversationEvent.Read read -> Care.read(turn, read);
            case ConversationEvent.Hold hold -> Assignment.hold(turn, hold);
            case ConversationEvent.Transfer transfer -> Assignment.transfer(turn, transfer);
            case ConversationEvent.Close close -> Closing.close(turn, close);
            case ConversationEvent.Reopen reopen -> Closing.reopen(turn, reopen);
            case ConversationEvent.Tag tag -> Care.tag(turn, tag);
            case ConversationEvent.Rate rate -> Care.rate(turn, rate);
            case ConversationEvent.Describe describe -> Care.describe(turn, describe);
            case ConversationEvent.BotGaveUp gaveUp -> BotRoad.gaveUp(turn, gaveUp);
            case ConversationEvent.Granted granted -> Assignment.granted(turn, granted);
            case ConversationEvent.GivenUp givenUp -> Assignment.givenUp(turn, givenUp);
            case ConversationEvent.Redirected redirected -> Assignment.redirected(turn, redirected);
            case ConversationEvent.AgentLost lost -> Assignment.agentLost(turn, lost);
            case ConversationEvent.Tick _ -> Patience.tick(turn);
            case ConversationEvent.Recover _ -> Recovery.recover(turn);
        };
    }

    private static boolean opens(ConversationEvent event) {
        return switch (event) {
            case ConversationEvent.Post post -> post.opening() != null;
            case ConversationEvent.First _ -> true;
            default -> false;
        };
    }

    /** What {@code post} was answered, when it is a resend of a message that the conversation has. */
    public static Optional<Outcome.Accepted> accepted(ConversationState state, ConversationEvent.Post post) {
        return Optional.ofNullable(state.seen(post.author(), post.send().getClientMsgId()))
                .map(seen -> new Outcome.Accepted(state.id(), state.epoch(), seen.seq(), seen.atMillis(), true));
    }

    /** When the conversation wants its next {@link ConversationEvent.Tick}, milliseconds since the epoch; 0 for never. */
    public static long deadline(ConversationState state, Surroundings now) {
        return Patience.deadline(state, now.group(state.group()));
    }
}
