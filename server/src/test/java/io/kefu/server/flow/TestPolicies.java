package io.kefu.server.flow;

import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Surroundings;
import io.kefu.server.routing.GroupSettings;
import io.kefu.server.routing.LedgerEvent.QueueRules;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Everyone goes to one group; a test may set what holds. */
public final class TestPolicies implements Policies {

    List<String> groups = List.of("support", "vip");
    String route = "support";
    long closeAfter;
    long queueTimeout;
    long grace = 60_000;
    long opensAt;

    TestPolicies copy() {
        TestPolicies copy = new TestPolicies();
        copy.groups = groups;
        copy.route = route;
        copy.closeAfter = closeAfter;
        copy.queueTimeout = queueTimeout;
        copy.grace = grace;
        copy.opensAt = opensAt;
        return copy;
    }

    @Override
    public Surroundings.ChannelRules channel(String channel) {
        return new Surroundings.ChannelRules(120_000, 120_000);
    }

    @Override
    public Surroundings.GroupRules groupRules(String group, long nowMillis) {
        return new Surroundings.GroupRules(0, closeAfter, 0, "", true, "");
    }

    @Override
    public GroupSettings groupSettings(String group, long nowMillis) {
        boolean open = opensAt <= nowMillis;
        Map<String, Integer> capacity = groups.contains(group) ? Map.of("ann", 8, "bob", 8) : Map.of();
        return new GroupSettings(group, GroupSettings.Strategy.LEAST_LOADED, capacity, grace, open, open ? 0 : opensAt);
    }

    @Override
    public Surroundings.Route route(ConversationState state, String text, boolean botAllowed, long nowMillis) {
        return new Surroundings.Route(Surroundings.Target.GROUP, route, "", "", 0, "otherwise", List.of(), false);
    }

    @Override
    public QueueRules queue(String channel) {
        return new QueueRules(200, queueTimeout, false, true);
    }

    @Override
    public String agentName(String agentId) {
        return agentId;
    }

    @Override
    public Collection<String> groups() {
        return groups;
    }
}
