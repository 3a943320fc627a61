package io.kefu.server.flow;

import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Surroundings;

/** The surroundings of one batch: one time, one revision of the configuration. */
record Now(long nowMillis, Policies policies) implements Surroundings {

    @Override
    public ChannelRules channel(String channel) {
        return policies.channel(channel);
    }

    @Override
    public GroupRules group(String group) {
        return policies.groupRules(group, nowMillis);
    }

    @Override
    public boolean hasGroup(String group) {
        return policies.groups().contains(group);
    }

    @Override
    public Route route(ConversationState state, String text, boolean botAllowed) {
        return policies.route(state, text, botAllowed, nowMillis);
    }

    @Override
    public String agentName(String agentId) {
        return policies.agentName(agentId);
    }
}
