package io.kefu.server.flow;

import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Surroundings;
import io.kefu.server.routing.GroupSettings;
import io.kefu.server.routing.LedgerEvent.QueueRules;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One group, everyone goes to it. */
public final class TestPolicies implements Policies {

    @Override
    public Surroundings.ChannelRules channel(String channel) {
        return new Surroundings.ChannelRules(120_000, 120_000);
    }

    @Override
    public Surroundings.GroupRules groupRules(String group, long nowMillis) {
        return new Surroundings.GroupRules(0, 0, 0, "", true, "");
    }

    @Override
    public GroupSettings groupSettings(String group, long nowMillis) {
        return new GroupSettings(
                group, GroupSettings.Strategy.LEAST_LOADED, Map.of("ann", 8, "bob", 8), 60_000, true, 0);
    }

    @Override
    public Surroundings.Route route(ConversationState state, String text, boolean botAllowed, long nowMillis) {
        return new Surroundings.Route(Surroundings.Target.GROUP, "support", "", "", 0, "otherwise", List.of(), false);
    }

    @Override
    public QueueRules queue(String channel) {
        return new QueueRules(200, 0, false, true);
    }

    @Override
    public String agentName(String agentId) {
        return agentId;
    }

    @Override
    public Collection<String> groups() {
        return List.of("support");
    }
}
