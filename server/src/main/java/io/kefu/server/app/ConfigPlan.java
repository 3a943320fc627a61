package io.kefu.server.app;

import io.kefu.config.Change;
import io.kefu.config.Changes;
import io.kefu.config.Documents;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What putting a candidate into force would do. Nothing is changed by making it. */
final class ConfigPlan {

    /** What decides where a conversation goes. */
    private static final Set<String> ROUTING = Set.of("RoutingPolicy", "Channel", "Group", "Agent", "AutoReply");

    private final Documents base;
    private final Candidate candidate;
    private final List<Change> changes;
    private final List<RestartNeeds.Need> restart;
    private final List<Touched> touched;
    private final List<InUse> inUse;

    private ConfigPlan(
            Documents base,
            Candidate candidate,
            List<Change> changes,
            List<RestartNeeds.Need> restart,
            List<Touched> touched,
            List<InUse> inUse) {
        this.base = base;
        this.candidate = candidate;
        this.changes = changes;
        this.restart = restart;
        this.touched = touched;
        this.inUse = inUse;
    }

    /** @param started what the process was started with */
    static ConfigPlan of(
            Documents started,
            Settings now,
            Candidate candidate,
            Collection<ConversationSnapshot> conversations,
            long nowMillis) {
        List<Change> changes = Changes.between(now.documents(), candidate.documents());
        boolean routes = changes.stream().anyMatch(change -> ROUTING.contains(change.kind()));
        return new ConfigPlan(
                now.documents(),
                candidate,
                changes,
                RestartNeeds.of(started, candidate.documents()),
                routes
                        ? Touched.between(now, new Settings(candidate.documents(), _ -> {}), conversations, nowMillis)
                        : List.of(),
                InUse.of(changes, conversations));
    }

    List<Change> changes() {
        return changes;
    }

    List<InUse> inUse() {
        return inUse;
    }

    Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("apiVersion", "kefu.io/v1");
        answer.put("kind", "ConfigPlan");
        answer.put("base", base.revision());
        answer.put("revision", candidate.documents().revision());
        answer.put("directory", candidate.directory());
        answer.put("commit", candidate.commit());
        answer.put("dirty", candidate.dirty());
        answer.put("changes", changes.stream().map(ConfigPlan::json).toList());
        answer.put("restart", restart);
        answer.put("touches", touched.stream().map(Touched::answer).toList());
        answer.put("in_use", inUse);
        answer.put(
                "notes",
                UnknownChannels.of(candidate.documents()).stream()
                        .map(UnknownChannels::toString)
                        .toList());
        return answer;
    }

    static Map<String, Object> json(Change change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("action", change.action().name().toLowerCase(Locale.ROOT));
        json.put("kind", change.kind());
        json.put("name", change.name());
        json.put("effect", effect(change));
        json.put("fields", change.fields());
        return json;
    }

    private static String effect(Change change) {
        boolean engines = change.kind().equals("StoragePolicy")
                && change.fields().stream().anyMatch(field -> field.path().endsWith(".engine"));
        return RestartNeeds.waits(change) ? "restart" : engines ? "moves" : "live";
    }
}
