package io.kefu.server.app;

import io.kefu.monitoring.Meters;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.conversation.Phases;
import io.kefu.server.delivery.Views;
import io.kefu.server.flow.Projection;
import io.kefu.server.gateway.Sessions;
import io.kefu.server.gateway.SocketPath;
import io.kefu.server.intake.AgentPresence;
import io.kefu.storage.Storage;
import io.kefu.storage.StorageStatus;
import io.kefu.storage.TierChange;
import io.kefu.storage.files.FileStore;
import io.kefu.storage.projection.ProjectorStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The running server on one screen, as {@code kefuctl status} shows it: what is wrong, then what is. */
final class Status {

    private final Clock clock;
    private final Instant started;
    private final InForce inForce;
    private final Storage storage;
    private final FileStore files;
    private final Views views;
    private final Sessions sessions;
    private final AgentPresence presence;
    private final Meters meters;
    private final SocketPath sockets;
    private final Overload overload;
    private final Supplier<Optional<String>> certificate;

    Status(
            Clock clock,
            InForce inForce,
            Storage storage,
            FileStore files,
            Views views,
            Sessions sessions,
            AgentPresence presence,
            Meters meters,
            SocketPath sockets,
            Overload overload,
            Supplier<Optional<String>> certificate) {
        this.clock = clock;
        this.started = clock.instant();
        this.inForce = inForce;
        this.storage = storage;
        this.files = files;
        this.views = views;
        this.sessions = sessions;
        this.presence = presence;
        this.meters = meters;
        this.sockets = sockets;
        this.overload = overload;
        this.certificate = certificate;
    }

    Map<String, Object> answer(Addresses addresses, ConfigDesk config) {
        StorageStatus stored = storage.status();
        List<String> problems = problems(stored);
        problems.addAll(config.problems());
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("apiVersion", "kefu.io/v1");
        status.put("kind", "Status");
        status.put("version", Version.current());
        status.put("uptime_seconds", Duration.between(started, clock.instant()).toSeconds());
        status.put("health", health(stored, problems));
        status.put("problems", problems);
        status.put("config", config.current());
        status.put("listeners", Map.of("public", addresses.publicUrl(), "admin", addresses.adminUrl()));
        status.put("sockets", Map.of("path", sockets.kind().word(), "why", sockets.why()));
        status.put("overloaded", overload.now());
        status.put("channels", channels());
        status.put("conversations", conversations());
        status.put("agents", agents());
        status.put("connections", Map.of("visitor", sessions.visitors(), "agent", sessions.agents()));
        status.put("tiers", stored.tiers().stream().map(Status::tier).toList());
        status.put("figures", figures());
        Runtime runtime = Runtime.getRuntime();
        status.put("memory_bytes", runtime.totalMemory() - runtime.freeMemory());
        return status;
    }

    private String health(StorageStatus stored, List<String> problems) {
        return !stored.journal().available() ? "unhealthy" : problems.isEmpty() ? "healthy" : "degraded";
    }

    private List<String> problems(StorageStatus stored) {
        List<String> problems = new ArrayList<>();
        if (!stored.journal().available()) {
            problems.add("the journal takes no records: " + stored.journal().reason());
        }
        overload.problem().ifPresent(problems::add);
        certificate.get().ifPresent(problems::add);
        for (ProjectorStatus tier : stored.late()) {
            String why = tier.health().available() ? "" : ": " + tier.health().reason();
            problems.add("the " + tier.tier() + " tier lags by " + tier.lag().toSeconds() + " s" + why);
        }
        for (TierChange change : stored.changes()) {
            if (!change.reason().isEmpty()) {
                problems.add("the " + change.role().word() + " tier waits on its way from " + change.from() + " to "
                        + change.to() + ": " + change.reason());
            }
        }
        for (ProjectorStatus tier : stored.tiers()) {
            if (tier.setAside() > 0) {
                problems.add("the " + tier.tier() + " tier has set " + tier.setAside() + " records aside");
            }
        }
        PendingErasures.of(storage).problem().ifPresent(problems::add);
        if (!files.trouble().isEmpty()) {
            problems.add("files cannot be stored or read: " + files.trouble());
        }
        return problems;
    }

    private List<Map<String, Object>> channels() {
        List<Map<String, Object>> channels = new ArrayList<>();
        inForce.settings()
                .channels()
                .forEach((name, config) -> channels.add(
                        Map.of("name", name, "type", config.type().name().toLowerCase(Locale.ROOT))));
        return channels;
    }

    private Map<String, Object> conversations() {
        Map<String, Object> counts = new TreeMap<>(Map.of("bot", 0, "queued", 0, "assigned", 0));
        for (ConversationSnapshot conversation : views.all()) {
            if (conversation.getState() != Phases.CLOSED) {
                counts.merge(Projection.word(conversation.getState()), 1, (a, b) -> (int) a + (int) b);
            }
        }
        return counts;
    }

    private Map<String, Object> agents() {
        Map<String, Object> counts = new TreeMap<>(Map.of("online", 0, "away", 0, "offline", 0));
        inForce.members()
                .forEach(member -> counts.merge(
                        presence.status(member.id())
                                .name()
                                .substring("AGENT_STATUS_".length())
                                .toLowerCase(Locale.ROOT),
                        1,
                        (a, b) -> (int) a + (int) b));
        return counts;
    }

    private static Map<String, Object> tier(ProjectorStatus tier) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", tier.tier());
        answer.put("engine", tier.engine());
        answer.put("lag_records", tier.lagRecords());
        answer.put("lag_seconds", tier.lag().toMillis() / 1000.0);
        answer.put("watermark", tier.cursor());
        return answer;
    }

    private Map<String, Object> figures() {
        Map<String, Object> live = meters.live().toJson();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("heartbeat_timeout_rate", live.get("heartbeat_timeout_rate"));
        figures.put("e2e_ms", live.get("e2e_ms"));
        figures.put("autoreply_hit_rate", ((Map<?, ?>) live.get("autoreply")).get("hit_rate"));
        return figures;
    }
}
