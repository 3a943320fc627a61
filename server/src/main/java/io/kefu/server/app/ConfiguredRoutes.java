package io.kefu.server.app;

import io.kefu.config.Documents;
import io.kefu.server.channel.ChannelConfig;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Surroundings;
import io.kefu.server.conversation.Surroundings.Route;
import io.kefu.server.conversation.Surroundings.Target;
import io.kefu.server.reply.AutoReplyConfig;
import io.kefu.server.routing.GroupConfig;
import io.kefu.server.routing.RoutingPolicyConfig;
import io.kefu.server.routing.RoutingPolicyConfig.To;
import io.kefu.server.routing.RoutingRules;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Where the rules of one revision send a conversation, as in {@link Surroundings#route}. */
final class ConfiguredRoutes {

    private final Map<String, ChannelConfig> channels;
    private final Map<String, GroupConfig> groups;
    private final ConfiguredRoster roster;
    private final ConfiguredHours botHours;
    private final Map<String, RoutingPolicyConfig> policies;
    private final Map<String, RoutingRules> rules = new HashMap<>();
    private final IntConsumer troubledRules;

    ConfiguredRoutes(
            Documents documents,
            Map<String, ChannelConfig> channels,
            Map<String, GroupConfig> groups,
            ConfiguredRoster roster,
            IntConsumer troubledRules) {
        this.channels = channels;
        this.groups = groups;
        this.roster = roster;
        this.troubledRules = troubledRules;
        botHours = ConfiguredHours.of(Settings.byName(documents, AutoReplyConfig.class), AutoReplyConfig::hours);
        policies = Settings.byName(documents, RoutingPolicyConfig.class);
        policies.forEach((name, policy) -> rules.put(name, new RoutingRules(policy)));
    }

    /** The policy that the channel follows; empty for a channel that is gone. */
    Optional<RoutingPolicyConfig> policyOf(String channel) {
        return Optional.ofNullable(channels.get(channel)).map(config -> policies.get(config.route()));
    }

    Route route(ConversationState state, String text, boolean botAllowed, long nowMillis) {
        ChannelConfig channel = channels.get(state.channel());
        Optional<RoutingPolicyConfig> policy = policyOf(state.channel());
        if (policy.isEmpty()) {
            return toGroup(anyGroup(), "channel-gone", List.of("its channel is no longer configured"));
        }
        boolean botThere = botAllowed && channel.autoReply();
        Map<String, Object> facts = RoutingFacts.of(
                state,
                channel,
                text,
                Instant.ofEpochMilli(nowMillis).atZone(ZoneId.of(policy.get().zone())));
        RoutingRules.Choice choice = rules.get(channel.route())
                .choose(
                        facts,
                        to -> to.bot().isEmpty()
                                || (botThere && botHours.open(to.bot().get(), nowMillis)));
        if (choice.troubled() > 0) {
            troubledRules.accept(choice.troubled());
        }
        return choice.to().bot().isPresent()
                ? toBot(choice, botThere && botHours.open(choice.to().bot().get(), nowMillis))
                : toPeople(choice);
    }

    private Route toBot(RoutingRules.Choice choice, boolean there) {
        To to = choice.to();
        return there
                ? route(Target.BOT, to.bot().orElseThrow(), "", "", choice)
                : toGroup(to.fallback().orElseGet(this::anyGroup), choice.rule(), choice.why());
    }

    private Route toPeople(RoutingRules.Choice choice) {
        To to = choice.to();
        String agent = to.agent().orElse("");
        String group =
                to.group().or(() -> roster.groupOf(agent)).or(to::fallback).orElseGet(this::anyGroup);
        return route(Target.GROUP, group, to.fallback().orElse(""), agent, choice);
    }

    private static Route route(Target target, String name, String fallback, String agent, RoutingRules.Choice choice) {
        return new Route(
                target, name, fallback, agent, choice.priority(), choice.rule(), choice.why(), choice.explicit());
    }

    private static Route toGroup(String group, String rule, List<String> why) {
        return new Route(Target.GROUP, group, "", "", 0, rule, why, false);
    }

    private String anyGroup() {
        return groups.keySet().stream().findFirst().orElse("");
    }
}
