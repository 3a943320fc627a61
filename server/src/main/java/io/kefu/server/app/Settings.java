package io.kefu.server.app;

import io.kefu.config.Document;
import io.kefu.config.Documents;
import io.kefu.config.LocalizedText;
import io.kefu.server.channel.ChannelConfig;
import io.kefu.server.intake.SendLimits;
import io.kefu.server.intake.SharedLimits;
import io.kefu.server.routing.GroupConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** One revision of the configuration, in the forms in which the rooms ask for it. Immutable. */
final class Settings {

    private final Documents documents;
    private final Map<String, ChannelConfig> channels;
    private final Map<String, SharedLimits.OfChannel> limits;
    private final Map<String, GroupConfig> groups;
    private final ConfiguredRoster roster;
    private final ConfiguredGate gate;
    private final ConfiguredPolicies policies;

    /** @param troubledRules hears of every rule that could not be decided; see {@code kefu_routing_rule_errors_total} */
    Settings(Documents documents, IntConsumer troubledRules) {
        this.documents = documents;
        channels = byName(documents, ChannelConfig.class);
        limits = channels.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, channel -> limits(channel.getValue().limits())));
        groups = byName(documents, GroupConfig.class);
        roster = new ConfiguredRoster(documents, groups);
        gate = new ConfiguredGate(channels);
        policies = new ConfiguredPolicies(
                channels, groups, roster, new ConfiguredRoutes(documents, channels, groups, roster, troubledRules));
    }

    static <T extends Record> Map<String, T> byName(Documents documents, Class<T> kind) {
        return documents.of(kind).stream()
                .collect(Collectors.toMap(Document::name, Document::spec, (a, b) -> b, LinkedHashMap::new));
    }

    private static SharedLimits.OfChannel limits(ChannelConfig.Limits limits) {
        return new SharedLimits.OfChannel(
                new SendLimits.Rate(
                        limits.messages().perSecond(), limits.messages().burst()),
                limits.visitorsPerMinute());
    }

    Documents documents() {
        return documents;
    }

    Map<String, ChannelConfig> channels() {
        return channels;
    }

    /** What all visitors of each channel may do together. */
    Map<String, SharedLimits.OfChannel> limits() {
        return limits;
    }

    Map<String, GroupConfig> groups() {
        return groups;
    }

    ConfiguredRoster roster() {
        return roster;
    }

    ConfiguredGate gate() {
        return gate;
    }

    ConfiguredPolicies policies() {
        return policies;
    }

    /** The group's title by language; its name where it has none. */
    Map<String, String> title(String group) {
        return groups.get(group).title().map(LocalizedText::byLanguage).orElse(Map.of("en", group));
    }
}
