package io.kefu.server.app;

import io.kefu.config.Document;
import io.kefu.config.Documents;
import io.kefu.server.admin.AgentConfig;
import io.kefu.server.delivery.Roster;
import io.kefu.server.routing.GroupConfig;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The agents that one revision declares. */
final class ConfiguredRoster implements Roster {

    private final Map<String, Member> members = new LinkedHashMap<>();

    ConfiguredRoster(Documents documents, Map<String, GroupConfig> groups) {
        documents.of(AgentConfig.class).forEach(agent -> members.put(agent.name(), member(agent, groups)));
    }

    private static Member member(Document<AgentConfig> document, Map<String, GroupConfig> groups) {
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

    @Override
    public Optional<Member> member(String agentId) {
        return Optional.ofNullable(members.get(agentId));
    }

    @Override
    public Collection<Member> members() {
        return members.values();
    }

    /** Places of each agent of a group. */
    Map<String, Integer> capacity(String group) {
        Map<String, Integer> capacity = new HashMap<>();
        members.values()
                .forEach(member -> Optional.ofNullable(member.capacity().get(group))
                        .ifPresent(places -> capacity.put(member.id(), places)));
        return capacity;
    }

    /** The first group of an agent. */
    Optional<String> groupOf(String agentId) {
        return member(agentId)
                .flatMap(member -> member.capacity().keySet().stream().findFirst());
    }
}
