package io.kefu.server.conversation;

/** What others must do once the decision is durable. Each may be done twice: whoever gets it knows what it already did. */
public sealed interface Effect {

    /** The bot is asked; its answer comes back as a message, or as {@link ConversationEvent.BotGaveUp}. */
    record AskBot(String autoReply, long seq, String text, String locale, int misses) implements Effect {}

    /** A place is asked of a group's ledger. */
    record RequestPlace(
            String group,
            String fallback,
            long request,
            int priority,
            String preferredAgent,
            String avoidAgent,
            String visitorId)
            implements Effect {}

    /** The place in the queue or with an agent is given back. */
    record LeavePlace(String group, String reason) implements Effect {}

    /** An agent holds the conversation, whatever its capacity. */
    record HoldPlace(String group, long request, String agentId, String visitorId) implements Effect {}

    /** The visitor took {@code answers} answers of the bot to a person: they were no hits. */
    record BotRejected(int answers) implements Effect {}

    /** The visitor judged a bot's answer. */
    record BotJudged(long seq, boolean helpful) implements Effect {}

    /** An agent of {@code group} first answered after {@code millis}. */
    record FirstResponse(String group, long millis) implements Effect {}

    /** A rule chose where the conversation goes. */
    record RouteChosen(String rule, String to) implements Effect {}
}
