package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.Columns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Changes, one a line: of one that has ended only how it ended. */
final class AuditTable {

    private static final List<String> HEADS =
            List.of("SEQ", "AT", "WHO", "FROM", "ACTION", "OBJECT", "OUTCOME", "DETAIL");

    private AuditTable() {}

    static List<String> of(JsonNode items) {
        Set<Long> ended = new HashSet<>();
        items.forEach(entry -> ended.add(entry.path("of").asLong(0)));
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode entry : items) {
            if (!ended.contains(entry.path("seq").asLong())) {
                rows.add(row(entry));
            }
        }
        return Columns.of(HEADS, rows);
    }

    private static List<String> row(JsonNode entry) {
        String outcome = entry.path("outcome").asString();
        return List.of(
                entry.path("seq").asString(),
                entry.path("at").asString().substring(0, 19).replace('T', ' '),
                who(entry.path("who")),
                entry.path("from").asString(),
                entry.path("action").asString(),
                entry.path("object").asString(),
                outcome.equals("begun") ? "unknown" : outcome,
                entry.path("detail").asString());
    }

    private static String who(JsonNode who) {
        String kind = who.path("kind").asString();
        String name = who.path("name").asString();
        return switch (kind) {
            case "agent", "token" -> kind + " " + who.path("id").asString() + (kind.equals("token") ? " " + name : "");
            case "system" -> "the server";
            default -> name.isEmpty() ? kind : kind + " " + name;
        };
    }
}
