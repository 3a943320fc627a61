package io.kefu.server.app;

import io.kefu.config.Change;
import io.kefu.config.Change.Action;
import io.kefu.config.Change.FieldChange;
import io.kefu.config.Changes;
import io.kefu.config.Documents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a configuration waits for the next start of this process, and why. */
final class RestartNeeds {

    /** Beginnings of keys, the longer before the shorter; an empty reason is none. */
    private static final Map<String, String> REASONS = new LinkedHashMap<>();

    static {
        REASONS.put("Server spec.limits.visitor", "");
        REASONS.put("Server spec.limits.agent", "");
        REASONS.put("Server spec.limits.address", "");
        REASONS.put("Server spec.limits.connection.", "");
        REASONS.put("Server labels", "");
        REASONS.put("Server spec.listeners", "a listener is bound once, so that no connection is closed");
        REASONS.put("Server spec.dataDir", "the data directory is held as long as the server runs");
        REASONS.put("Server spec.journal", "the journal is opened once");
        REASONS.put("Server spec", "it is read when the server starts");
        REASONS.put("StoragePolicy spec.files", "the file store is opened once");
    }

    private RestartNeeds() {}

    /**
     * One key that waits.
     *
     * @param key such as {@code Server.listeners.public.port}
     */
    record Need(String key, String why) {}

    /** @param started what the process was started with, which need not be what is in force */
    static List<Need> of(Documents started, Documents next) {
        List<Need> needs = new ArrayList<>();
        for (Change change : Changes.between(started, next)) {
            if (change.action() == Action.CHANGE) {
                change.fields().forEach(field -> add(needs, change, field));
            } else if (change.kind().equals("Server")) {
                addWhole(needs, started, next);
            }
        }
        return needs;
    }

    /** Whether this very change waits. */
    static boolean waits(Change change) {
        return change.fields().stream()
                .anyMatch(field -> !why(change.kind(), field.path()).isEmpty());
    }

    private static void add(List<Need> needs, Change change, FieldChange field) {
        String why = why(change.kind(), field.path());
        if (!why.isEmpty()) {
            needs.add(new Need(change.kind() + "." + field.path().replaceFirst("^spec\\.", ""), why));
        }
    }

    /** A Server that is declared, or no longer: only what differs from the defaults counts. */
    private static void addWhole(List<Need> needs, Documents started, Documents next) {
        ServerConfig before = started.single(ServerConfig.class);
        ServerConfig after = next.single(ServerConfig.class);
        if (!after.equals(before.withRatesOf(after))) {
            needs.add(new Need("Server", "it is read when the server starts"));
        }
    }

    private static String why(String kind, String path) {
        String key = kind + " " + path;
        return REASONS.entrySet().stream()
                .filter(reason -> key.startsWith(reason.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse("");
    }
}
