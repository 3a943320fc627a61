package io.kefu.server.app;

import io.kefu.server.channel.ChannelConfig;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Surroundings;
import io.kefu.server.delivery.Roster;
import io.kefu.server.flow.Policies;
import io.kefu.server.routing.GroupConfig;
import io.kefu.server.routing.GroupSettings;
import io.kefu.server.routing.LedgerEvent.QueueRules;
import io.kefu.server.routing.RoutingPolicyConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** What one revision wants of conversations and queues. */
final class ConfiguredPolicies implements Policies {

    private final Map<String, ChannelConfig> channels;
    private final Map<String, GroupConfig> groups;
    private final ConfiguredHours hours;
    private final ConfiguredRoster roster;
    private final ConfiguredRoutes routes;

    ConfiguredPolicies(
            Map<String, ChannelConfig> channels,
            Map<String, GroupConfig> groups,
            ConfiguredRoster roster,
            ConfiguredRoutes routes) {
        this.channels = channels;
        this.groups = groups;
        this.hours = ConfiguredHours.of(groups, GroupConfig::hours);
        this.roster = roster;
        this.routes = routes;
    }

    @Override
    public Surroundings.ChannelRules channel(String channel) {
        ChannelConfig config = channels.get(channel);
        return config == null
                ? new Surroundings.ChannelRules(0, 0)
                : new Surroundings.ChannelRules(
                        config.recallWindow().visitor().toMillis(),
                        config.recallWindow().agent().toMillis());
    }

    @Override
    public Surroundings.GroupRules groupRules(String group, long nowMillis) {
        GroupConfig config = groups.get(group);
        GroupConfig.Idle idle = config == null ? botIdle() : config.idle();
        long reassign = config == null || config.unanswered().then() == GroupConfig.Unanswered.Then.NOTHING
                ? 0
                : config.unanswered().after().toMillis();
        return new Surroundings.GroupRules(
                idle.remind().toMillis(),
                closeAfter(idle),
                reassign,
                config == null ? "" : config.overflow().orElse(""),
                hours.open(group, nowMillis),
                hours.opensAt(group, nowMillis).map(Instant::toString).orElse(""));
    }

    /** The time to close counts from the reminder; where there is none, from the last answer. */
    private static long closeAfter(GroupConfig.Idle idle) {
        return idle.close().isZero() ? 0 : idle.close().plus(idle.remind()).toMillis();
    }

    /** A visitor who leaves the bot alone is not reminded: its conversation is closed after a while. */
    private static GroupConfig.Idle botIdle() {
        return new GroupConfig.Idle(Duration.ZERO, Duration.ofMinutes(30));
    }

    @Override
    public GroupSettings groupSettings(String group, long nowMillis) {
        GroupConfig config = groups.get(group);
        if (config == null) {
            return new GroupSettings(group, GroupSettings.Strategy.LEAST_LOADED, Map.of(), 0, true, 0);
        }
        return new GroupSettings(
                group,
                config.strategy(),
                roster.capacity(group),
                config.offlineGrace().toMillis(),
                hours.open(group, nowMillis),
                hours.opensAt(group, nowMillis).map(Instant::toEpochMilli).orElse(0L));
    }

    @Override
    public Surroundings.Route route(ConversationState state, String text, boolean botAllowed, long nowMillis) {
        return routes.route(state, text, botAllowed, nowMillis);
    }

    @Override
    public QueueRules queue(String channel) {
        return routes.policyOf(channel)
                .map(RoutingPolicyConfig::queue)
                .map(queue -> new QueueRules(
                        queue.max(),
                        queue.timeout().toMillis(),
                        queue.then() == RoutingPolicyConfig.Queue.Then.CLOSE,
                        queue.announce()))
                .orElseGet(() -> new QueueRules(200, 0, false, true));
    }

    @Override
    public String agentName(String agentId) {
        return roster.member(agentId).map(Roster.Member::name).orElse(agentId);
    }

    @Override
    public Collection<String> groups() {
        return groups.keySet();
    }
}
