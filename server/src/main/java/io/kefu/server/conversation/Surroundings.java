package io.kefu.server.conversation;

import java.util.List;

/** The facts about now that a decision may look at. */
public interface Surroundings {

    /** The time of the decision, milliseconds since the epoch. */
    long nowMillis();

    /** Rules of the conversation's channel. */
    ChannelRules channel(String channel);

    /** Rules of a group; those for a conversation with the bot when {@code group} is empty. */
    GroupRules group(String group);

    /** Whether the group is configured. */
    boolean hasGroup(String group);

    /**
     * Where the conversation should go; the same state gives the same answer. A group's name is empty when none is
     * configured at all.
     *
     * @param botAllowed false once a person is wanted: the route leads to a group then
     */
    Route route(ConversationState state, String text, boolean botAllowed);

    /** The name that visitors see of an agent. */
    String agentName(String agentId);

    /** How long visitors and agents may take back or change a message, milliseconds. */
    record ChannelRules(long visitorRecallMillis, long agentRecallMillis) {}

    /**
     * Times in milliseconds; 0 switches a rule off.
     *
     * @param overflow the group that takes what this one gives up; empty for none
     * @param opensAt when a closed group opens again, as an RFC 3339 time; empty while open
     */
    record GroupRules(
            long remindAfter, long closeAfter, long reassignAfter, String overflow, boolean open, String opensAt) {}

    /**
     * A routing decision.
     *
     * @param explicit a rule matched, rather than the policy's last resort
     */
    record Route(
            Target target,
            String name,
            String fallback,
            String agent,
            int priority,
            String rule,
            List<String> why,
            boolean explicit) {}

    /** What a route leads to: {@code name} is an AutoReply or a Group. */
    enum Target {
        BOT,
        GROUP
    }
}
