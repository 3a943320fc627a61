package io.kefu.server.app;

import io.kefu.config.Document;
import io.kefu.config.Documents;
import io.kefu.config.LocalizedText;
import io.kefu.protocol.journal.v1.Value;
import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.server.admin.AgentConfig;
import io.kefu.server.channel.ChannelConfig;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Surroundings;
import io.kefu.server.delivery.Roster;
import io.kefu.server.flow.Policies;
import io.kefu.server.intake.ChannelGate;
import io.kefu.server.reply.AutoReplyConfig;
import io.kefu.server.routing.GroupConfig;
import io.kefu.server.routing.GroupSettings;
import io.kefu.server.routing.LedgerEvent.QueueRules;
import io.kefu.server.routing.OpeningHours;
import io.kefu.server.routing.RoutingPolicyConfig;
import io.kefu.server.routing.RoutingPolicyConfig.To;
import io.kefu.server.routing.RoutingRules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** One revision of the configuration, in the form in which the rooms ask for it. Immutable. */
final class Settings implements Policies, Roster, ChannelGate {

    private final Documents documents;
    private final Map<String, ChannelConfig> channels = new LinkedHashMap<>();
    private final Map<String, GroupConfig> groups = new LinkedHashMap<>();
    private final Map<String, OpeningHours> groupHours = new HashMap<>();
    private final Map<String, OpeningHours> botHours = new HashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, RoutingPolicyConfig> policies = new HashMap<>();
    private final Map<String, RoutingRules> rules = new HashMap<>();
    private final Map<String, AutoReplyConfig> bots = new HashMap<>();
    private final IntConsumer troubledRules;

    /** Hears of every rule that could not be decided; see {@code kefu_routing_rule_errors_total}. */
    Settings(Documents documents, IntConsumer troubledRules) {
        this.documents = documents;
        this.troubledRules = troubledRules;
        documents.of(ChannelConfig.class).forEach(d -> channels.put(d.name(), d.spec()));
        documents.of(GroupConfig.class).forEach(this::group);
        documents.of(AutoReplyConfig.class).forEach(this::bot);
        documents.of(RoutingPolicyConfig.class).forEach(d -> {
            policies.put(d.name(), d.spec());
            rules.put(d.name(), new RoutingRules(d.spec()));
        });
        documents.of(AgentConfig.class).forEach(d -> members.put(d.name(), member(d)));
    }

    private void group(Document<GroupConfig> document) {
        groups.put(document.name(), document.spec());
        document.spec().hours().ifPresent(hours -> groupHours.put(document.name(), new OpeningHours(hours)));
    }

    private void bot(Document<AutoReplyConfig> document) {
        bots.put(document.name(), document.spec());
        document.spec().hours().ifPresent(hours -> botHours.put(document.name(), new OpeningHours(hours)));
    }

    private Member member(Document<AgentConfig> document) {
        AgentConfig agent = document.spec();
        Map<String, Integer> capacity = new LinkedHashMap<>();
        agent.groups()
                .forEach(group -> capacity.put(
                        group,
                        agent.capacity().orElseGet(() -> groups.get(group).capacity())));
        return new Member(
                document.name(),
                agent.displayName().orElse(document.name()),
                agent.role() != AgentConfig.Role.AGENT,
                capacity);
    }

    Documents documents() {
        return documents;
    }

    Map<String, ChannelConfig> channels() {
        return channels;
    }

    Map<String, GroupConfig> groupConfigs() {
        return groups;
    }

    @Override
    public Optional<Member> member(String agentId) {
        return Optional.ofNullable(members.get(agentId));
    }

    @Override
    public Collection<Member> members() {
        return members.values();
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
        OpeningHours hours = groupHours.get(group);
        Instant now = Instant.ofEpochMilli(nowMillis);
        boolean open = hours == null || hours.isOpen(now);
        return new Surroundings.GroupRules(
                idle.remind().toMillis(),
                closeAfter(idle),
                reassign,
                overflow(group),
                open,
                open ? "" : hours.opensAt(now).map(Instant::toString).orElse(""));
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
        Map<String, Integer> capacity = new HashMap<>();
        members.values()
                .forEach(member -> Optional.ofNullable(member.capacity().get(group))
                        .ifPresent(places -> capacity.put(member.id(), places)));
        OpeningHours hours = groupHours.get(group);
        Instant now = Instant.ofEpochMilli(nowMillis);
        boolean open = hours == null || hours.isOpen(now);
        return new GroupSettings(
                group,
                config.strategy(),
                capacity,
                config.offlineGrace().toMillis(),
                open,
                open ? 0 : hours.opensAt(now).map(Instant::toEpochMilli).orElse(0L));
    }

    @Override
    public Surroundings.Route route(ConversationState state, String text, boolean botAllowed, long nowMillis) {
        ChannelConfig channel = channels.get(state.channel());
        RoutingRules policy = channel == null ? null : rules.get(channel.route());
        if (policy == null) {
            return toGroup(anyGroup(), "", "", 0, "channel-gone", List.of("its channel is no longer configured"));
        }
        Map<String, Object> facts = facts(state, channel, text, nowMillis);
        RoutingRules.Choice choice =
                policy.choose(facts, to -> to.bot().isEmpty() || (botAllowed && botThere(channel, to, nowMillis)));
        if (choice.troubled() > 0) {
            troubledRules.accept(choice.troubled());
        }
        return route(choice, channel, botAllowed, nowMillis);
    }

    private boolean botThere(ChannelConfig channel, To to, long nowMillis) {
        OpeningHours hours = botHours.get(to.bot().orElse(""));
        return channel.autoReply() && (hours == null || hours.isOpen(Instant.ofEpochMilli(nowMillis)));
    }

    private Surroundings.Route route(
            RoutingRules.Choice choice, ChannelConfig channel, boolean botAllowed, long nowMillis) {
        To to = choice.to();
        if (to.bot().isPresent()) {
            boolean there = botAllowed && botThere(channel, to, nowMillis);
            return there
                    ? new Surroundings.Route(
                            Surroundings.Target.BOT,
                            to.bot().get(),
                            "",
                            "",
                            choice.priority(),
                            choice.rule(),
                            choice.why(),
                            choice.explicit())
                    : toGroup(to.fallback().orElseGet(this::anyGroup), "", "", 0, choice.rule(), choice.why());
        }
        String agent = to.agent().orElse("");
        String group = to.group().orElseGet(() -> groupOf(agent, to));
        return new Surroundings.Route(
                Surroundings.Target.GROUP,
                group,
                to.fallback().orElse(""),
                agent,
                choice.priority(),
                choice.rule(),
                choice.why(),
                choice.explicit());
    }

    private String overflow(String group) {
        GroupConfig config = groups.get(group);
        return config == null ? "" : config.overflow().orElse("");
    }

    private String groupOf(String agent, To to) {
        return member(agent)
                .flatMap(member -> member.capacity().keySet().stream().findFirst())
                .or(to::fallback)
                .orElseGet(this::anyGroup);
    }

    private String anyGroup() {
        return groups.keySet().stream().findFirst().orElse("");
    }

    private static Surroundings.Route toGroup(
            String group, String fallback, String agent, int priority, String rule, List<String> why) {
        return new Surroundings.Route(Surroundings.Target.GROUP, group, fallback, agent, priority, rule, why, false);
    }

    private static Map<String, Object> facts(
            ConversationState state, ChannelConfig channel, String text, long nowMillis) {
        ZonedDateTime time = Instant.ofEpochMilli(nowMillis).atZone(ZoneId.systemDefault());
        return Map.of(
                "conversation",
                Map.of("id", state.id(), "messages", state.lastSeq(), "group", state.group(), "tags", state.tags()),
                "visitor",
                visitor(state.visitor()),
                "channel",
                Map.of(
                        "name",
                        state.channel(),
                        "type",
                        channel.type().name().toLowerCase(Locale.ROOT),
                        "autoReply",
                        channel.autoReply()),
                "message",
                Map.of("text", text),
                "time",
                Map.of(
                        "hour", (long) time.getHour(),
                        "minute", (long) time.getMinute(),
                        "weekday", (long) time.getDayOfWeek().getValue(),
                        "date", time.toLocalDate().toString()));
    }

    private static Map<String, Object> visitor(Visitor visitor) {
        Map<String, Object> tags = new HashMap<>();
        visitor.getTagsMap().forEach((name, value) -> tags.put(name, plain(value)));
        return Map.of(
                "id", visitor.getId(),
                "name", visitor.getName(),
                "externalId", visitor.getExternalId(),
                "locale", visitor.getLocale(),
                "tags", tags,
                "page",
                        Map.of(
                                "url", visitor.getPage().getUrl(),
                                "title", visitor.getPage().getTitle(),
                                "referrer", visitor.getPage().getReferrer()));
    }

    private static Object plain(Value value) {
        return switch (value.getValueCase()) {
            case INTEGER -> value.getInteger();
            case NUMBER -> value.getNumber();
            case FLAG -> value.getFlag();
            case TEXT, VALUE_NOT_SET -> value.getText();
        };
    }

    @Override
    public QueueRules queue(String channel) {
        ChannelConfig config = channels.get(channel);
        RoutingPolicyConfig policy = config == null ? null : policies.get(config.route());
        if (policy == null) {
            return new QueueRules(200, 0, false, true);
        }
        RoutingPolicyConfig.Queue queue = policy.queue();
        return new QueueRules(
                queue.max(),
                queue.timeout().toMillis(),
                queue.then() == RoutingPolicyConfig.Queue.Then.CLOSE,
                queue.announce());
    }

    @Override
    public String agentName(String agentId) {
        return member(agentId).map(Member::name).orElse(agentId);
    }

    @Override
    public Collection<String> groups() {
        return groups.keySet();
    }

    /** The group's title by language; its name where it has none. */
    Map<String, String> title(String group) {
        return groups.get(group).title().map(LocalizedText::byLanguage).orElse(Map.of("en", group));
    }

    @Override
    public boolean blocked(String channel, Visitor visitor) {
        ChannelConfig config = channels.get(channel);
        return config == null
                || config.blockedVisitors().contains(visitor.getId())
                || (!visitor.getExternalId().isEmpty()
                        && config.blockedVisitors().contains(visitor.getExternalId()));
    }

    @Override
    public String masked(String channel, String text) {
        String masked = text;
        ChannelConfig config = channels.get(channel);
        for (String word : config == null ? List.<String>of() : config.sensitiveWords()) {
            masked = word.isEmpty() ? masked : masked.replace(word, "*".repeat(word.codePointCount(0, word.length())));
        }
        return masked;
    }
}
