package io.kefu.server.flow;

import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.server.conversation.ConversationEvent;
import io.kefu.server.conversation.Effect;
import io.kefu.server.routing.LedgerEffect;
import io.kefu.server.routing.LedgerEvent;
import java.util.function.Function;

/** What conversations and ledgers say to each other, turned into commands. Never two streams in one decision. */
final class FollowUps {

    private FollowUps() {}

    static boolean isInside(Effect effect) {
        return effect instanceof Effect.RequestPlace
                || effect instanceof Effect.LeavePlace
                || effect instanceof Effect.HoldPlace;
    }

    /** Null for an effect outside the flow. */
    static Command of(String conversationId, Effect effect, LedgerEvent.QueueRules queue) {
        return switch (effect) {
            case Effect.RequestPlace ask ->
                new Command.ToGroup(
                        ask.group(),
                        new LedgerEvent.Request(
                                conversationId,
                                ask.request(),
                                ask.priority(),
                                ask.preferredAgent(),
                                ask.avoidAgent(),
                                ask.fallback(),
                                ask.visitorId(),
                                queue));
            case Effect.LeavePlace leave ->
                new Command.ToGroup(leave.group(), new LedgerEvent.Leave(conversationId, leave.reason()));
            case Effect.HoldPlace hold ->
                new Command.ToGroup(
                        hold.group(),
                        new LedgerEvent.Hold(conversationId, hold.request(), hold.agentId(), hold.visitorId()));
            default -> null;
        };
    }

    /** Null for what only the outside must hear of. */
    static Command of(String group, LedgerEffect effect, Function<String, String> agentName) {
        return switch (effect) {
            case LedgerEffect.Granted granted ->
                Command.event(
                        granted.conversationId(),
                        new ConversationEvent.Granted(group, granted.request(), agent(granted.agentId(), agentName)));
            case LedgerEffect.GivenUp givenUp ->
                Command.event(
                        givenUp.conversationId(),
                        new ConversationEvent.GivenUp(group, givenUp.request(), givenUp.reason(), givenUp.close()));
            case LedgerEffect.Redirected redirected ->
                Command.event(
                        redirected.conversationId(),
                        new ConversationEvent.Redirected(group, redirected.request(), redirected.fallback()));
            case LedgerEffect.AgentLost lost ->
                Command.event(
                        lost.conversationId(), new ConversationEvent.AgentLost(group, lost.request(), lost.agentId()));
            case LedgerEffect.Position _ -> null;
        };
    }

    private static Party agent(String agentId, Function<String, String> agentName) {
        return Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_AGENT)
                .setId(agentId)
                .setName(agentName.apply(agentId))
                .build();
    }
}
