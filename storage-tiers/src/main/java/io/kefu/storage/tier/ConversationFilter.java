package io.kefu.storage.tier;

import java.util.Set;

/**
 * Which conversations are listed; null leaves a field out.
 *
 * @param groups with one of these groups
 * @param agent assigned to this agent
 */
public record ConversationFilter(String state, Set<String> groups, String agent, String channel) {
    public static final ConversationFilter ALL = new ConversationFilter(null, null, null, null);

    public ConversationFilter {
        groups = groups == null ? null : Set.copyOf(groups);
    }
}
