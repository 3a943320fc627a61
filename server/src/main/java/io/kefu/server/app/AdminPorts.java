package io.kefu.server.app;

import io.kefu.config.LocalizedText;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.AgentStatus;
import io.kefu.server.admin.AgentConfig;
import io.kefu.server.admin.Agents;
import io.kefu.server.admin.Attendance;
import io.kefu.server.admin.Audiences;
import io.kefu.server.admin.Channels;
import io.kefu.server.admin.ConversationAccess;
import io.kefu.server.admin.Groups;
import io.kefu.server.channel.ChannelConfig;
import io.kefu.server.delivery.Roster;
import io.kefu.server.delivery.Views;
import io.kefu.server.delivery.Visibility;
import io.kefu.server.flow.Committed.LedgerView;
import io.kefu.server.intake.AgentPresence;
import io.kefu.storage.accounts.Principal;
import io.kefu.storage.accounts.Role;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the REST API asks of the rest of the server. */
final class AdminPorts {

    private AdminPorts() {}

    /** A channel as it is declared, without its secret. */
    static Map<String, Object> declared(String name, ChannelConfig config) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("type", config.type().name().toLowerCase(Locale.ROOT));
        json.put("route", config.route());
        json.put("allowed_origins", config.allowedOrigins());
        json.put("signed_identities", config.visitorSecret().isPresent());
        json.put("blocked_visitors", config.blockedVisitors().size());
        return json;
    }

    record ConfiguredAgents(InForce inForce) implements Agents {

        @Override
        public Optional<Agent> find(String id) {
            return inForce.settings()
                    .documents()
                    .find(AgentConfig.class, id)
                    .map(document -> agent(id, document.spec()));
        }

        @Override
        public Collection<Agent> all() {
            return inForce.settings().documents().of(AgentConfig.class).stream()
                    .map(document -> agent(document.name(), document.spec()))
                    .toList();
        }

        private Agent agent(String id, AgentConfig config) {
            int capacity = inForce.member(id).map(Roster.Member::capacity).map(Map::values).stream()
                    .flatMap(Collection::stream)
                    .mapToInt(Integer::intValue)
                    .sum();
            Role role = Role.valueOf(config.role().name());
            return new Agent(id, config.displayName().orElse(id), role, config.groups(), capacity);
        }
    }

    record ConfiguredGroups(InForce inForce, Views views, Clock clock) implements Groups {

        @Override
        public List<Group> all() {
            return inForce.settings().groups().keySet().stream()
                    .map(this::group)
                    .toList();
        }

        private Group group(String name) {
            return new Group(
                    name,
                    inForce.settings().title(name),
                    views.ledger(name).map(LedgerView::queueLength).orElse(0),
                    inForce.settings()
                            .policies()
                            .groupRules(name, clock.millis())
                            .open());
        }
    }

    record ConfiguredChannels(InForce inForce, long maxFileBytes) implements Channels {

        @Override
        public Optional<Channel> find(String name) {
            return Optional.ofNullable(inForce.settings().channels().get(name)).map(config -> channel(name, config));
        }

        @Override
        public Collection<Channel> all() {
            return inForce.settings().channels().entrySet().stream()
                    .map(entry -> channel(entry.getKey(), entry.getValue()))
                    .toList();
        }

        private Channel channel(String name, ChannelConfig config) {
            Map<String, Object> widget = new LinkedHashMap<>();
            widget.put("title", words(config.widget().title()));
            widget.put("greeting", words(config.widget().greeting()));
            widget.put(
                    "theme",
                    Map.of(
                            "color", config.widget().theme().color(),
                            "position",
                                    config.widget().theme().position().name().toLowerCase(Locale.ROOT)));
            widget.put("max_file_bytes", maxFileBytes);
            widget.put("recall_window_ms", config.recallWindow().visitor().toMillis());
            return new Channel(name, config.allowedOrigins(), config.visitorSecret(), widget);
        }

        private static Object words(LocalizedText text) {
            return text.plain();
        }
    }

    record LiveAttendance(AgentPresence presence) implements Attendance {

        @Override
        public Presence of(String agentId) {
            Status status = Status.valueOf(presence.status(agentId).name().substring("AGENT_STATUS_".length()));
            return new Presence(status, presence.load(agentId));
        }

        @Override
        public void setStatus(String agentId, Status status) {
            presence.choose(agentId, AgentStatus.valueOf("AGENT_STATUS_" + status.name()));
        }
    }

    record VisibleConversations(Views views, Visibility visibility) implements ConversationAccess {

        @Override
        public boolean mayRead(Principal who, String conversationId) {
            Optional<ConversationSnapshot> found = views.find(conversationId);
            return found.isPresent() && visibility.sees(Audiences.of(who), found.get());
        }
    }
}
