package io.kefu.server.flow;

import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Surroundings;
import io.kefu.server.routing.GroupSettings;
import io.kefu.server.routing.LedgerEvent.QueueRules;
import java.util.Collection;

/** The configuration in force, as the flow needs it. One revision; another revision is another object. */
public interface Policies {

    Surroundings.ChannelRules channel(String channel);

    /** Those of a conversation with the bot when {@code group} is empty. An unknown group has no rules and is open. */
    Surroundings.GroupRules groupRules(String group, long nowMillis);

    GroupSettings groupSettings(String group, long nowMillis);

    /** As {@link Surroundings#route}. */
    Surroundings.Route route(ConversationState state, String text, boolean botAllowed, long nowMillis);

    /** What the channel's policy says of waiting. */
    QueueRules queue(String channel);

    String agentName(String agentId);

    Collection<String> groups();
}
