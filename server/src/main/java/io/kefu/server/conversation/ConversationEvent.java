package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Send;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may be asked of a conversation, or what it is told. */
public sealed interface ConversationEvent {

    /**
     * Someone sends something.
     *
     * @param opening the visitor as it is known, for a conversation that this message opens; null from anyone else
     * @param reopens whether a closed conversation may go on with this message (a visitor who named it)
     */
    record Post(Party author, Send send, String channel, Visitor opening, boolean reopens)
            implements ConversationEvent {}

    /** A message from a visitor that names no conversation; one that it opens comes after {@code previous}, or first. */
    record First(Post post, String previous) implements ConversationEvent {}

    /** An agent's message, which takes the conversation in {@code group} when nobody has it. */
    record Answer(Post post, String group) implements ConversationEvent {}

    /** All up to {@code seq} was read by {@code by}. */
    record Read(Party by, long seq) implements ConversationEvent {}

    /**
     * An agent takes the conversation, or is given it by hand.
     *
     * @param group where it is held; the rules choose when that is not configured
     * @param from the agent who is thought to have it, an empty id for nobody; empty when whoever has it gives it away
     */
    record Hold(Party agent, String group, String reason, Optional<String> from) implements ConversationEvent {}

    /** The conversation goes to another group's queue. */
    record Transfer(String group, String by) implements ConversationEvent {}

    /** The conversation ends; {@code by} is one of {@code visitor, agent}. */
    record Close(String by, String agentId) implements ConversationEvent {}

    /** An agent opens it again and holds it. */
    record Reopen(Party agent, String group) implements ConversationEvent {}

    record Tag(Map<String, String> set, List<String> remove, String agentId) implements ConversationEvent {}

    /** The visitor's judgement, 1 to 5. */
    record Rate(int score, String comment) implements ConversationEvent {}

    /** The visitor is on another page, or has another name. */
    record Describe(Visitor visitor) implements ConversationEvent {}

    /**
     * The bot has no answer to the question in message {@code seq}.
     *
     * @param handOver a person must take over
     * @param text what the bot says then; empty for nothing
     */
    record BotGaveUp(Party bot, long seq, String reason, boolean handOver, String text) implements ConversationEvent {}

    /** The ledger of {@code group} gives the conversation a place with {@code agent}. */
    record Granted(String group, long request, Party agent) implements ConversationEvent {}

    /** The queue of {@code group} is full or the wait took too long; {@code close} is what the policy wants then. */
    record GivenUp(String group, long request, String reason, boolean close) implements ConversationEvent {}

    /** Nobody is there in {@code group}; the policy names {@code fallback}. */
    record Redirected(String group, long request, String fallback) implements ConversationEvent {}

    /** The agent went away and did not come back in time. */
    record AgentLost(String group, long request, String agentId) implements ConversationEvent {}

    /** Time has passed; whatever is due is done. */
    record Tick() implements ConversationEvent {}

    /** The server started again: whatever was asked of others and not yet answered is asked once more. */
    record Recover() implements ConversationEvent {}

    static Party system() {
        return Party.newBuilder().setKind(PartyKind.PARTY_KIND_SYSTEM).build();
    }
}
