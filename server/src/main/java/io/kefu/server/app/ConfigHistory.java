package io.kefu.server.app;

import io.kefu.server.revision.Entry;
import io.kefu.server.revision.Ledger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is kept of revisions, as operators are told, and how they name one. */
record ConfigHistory(Ledger ledger) {

    private static final int LEAST_PREFIX = 4;

    Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("apiVersion", "kefu.io/v1");
        answer.put("kind", "ConfigHistory");
        answer.put("items", ledger.entries().reversed().stream().map(this::json).toList());
        return answer;
    }

    Map<String, Object> json(Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", entry.number());
        json.put("revision", entry.revision());
        json.put("in_force", entry.number() == ledger.inForce());
        json.put("at", entry.at().toString());
        json.put("who", entry.origin().who());
        json.put("from", entry.origin().from());
        json.put("why", entry.origin().why());
        json.put("directory", entry.origin().directory());
        json.put("source", entry.origin().source());
        json.put("commit", entry.origin().commit());
        json.put("dirty", entry.origin().dirty());
        json.put("version", entry.version());
        return json;
    }

    /**
     * A revision by its first digits, by the commit that it was read from, or as {@code current} or {@code previous}.
     * Refuses what means none, or several.
     */
    String find(String selector) {
        return switch (selector) {
            case "current" -> ledger.current().map(Entry::revision).orElseThrow(() -> none(selector));
            case "previous" -> previous();
            default -> byPrefix(selector);
        };
    }

    /** The one in force before the current one, whatever it was rolled back to. */
    private String previous() {
        String current = ledger.current().map(Entry::revision).orElse("");
        return ledger.entries().reversed().stream()
                .filter(entry -> entry.number() < ledger.inForce())
                .map(Entry::revision)
                .filter(revision -> !revision.equals(current))
                .findFirst()
                .orElseThrow(() -> none("previous"));
    }

    private String byPrefix(String prefix) {
        List<String> found = ledger.entries().stream()
                .filter(entry -> entry.revision().startsWith(prefix)
                        || entry.origin().commit().startsWith(prefix))
                .map(Entry::revision)
                .distinct()
                .toList();
        if (prefix.length() < LEAST_PREFIX || found.isEmpty()) {
            throw none(prefix);
        }
        if (found.size() > 1) {
            throw ConfigRequest.bad("`" + prefix + "` is the beginning of several: " + String.join(", ", found));
        }
        return found.getFirst();
    }

    private static RuntimeException none(String selector) {
        return ConfigRequest.bad("no revision that is kept is called `" + selector
                + "`: give at least 4 digits of one that `kefuctl config history` shows, `current` or `previous`");
    }
}
