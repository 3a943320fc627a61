package io.kefu.kefuctl.status;

import io.kefu.kefuctl.cli.Paragraph;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The configuration in force, and what is unsettled about it: a line each, and none for what is settled. */
final class ConfigLines {

    private static final int SHORT_COMMIT = 12;
    /** An error may be long, and status is one screen. */
    private static final int MOST = 3;

    private final JsonNode config;

    ConfigLines(JsonNode config) {
        this.config = config;
    }

    void add(List<String> lines) {
        lines.addAll(Paragraph.of(
                "config  ",
                config.path("revision").asString("–") + " since "
                        + config.path("applied_at").asString("–") + commit()));
        String source = config.path("source").asString("");
        if (!source.isEmpty()) {
            lines.addAll(Paragraph.of("source  ", source));
        }
        JsonNode trial = config.path("try");
        if (trial.has("until")) {
            lines.add("try     goes back to " + trial.path("back_to").asString("–") + " at "
                    + trial.path("until").asString("–"));
            lines.add("        kefuctl config confirm keeps it");
        }
        JsonNode drift = config.path("drift");
        if (drift.path("drifted").asBoolean(false)) {
            lines.addAll(Paragraph.of(
                    "drift   ",
                    drift.path("directory").asString("the directory") + " has "
                            + drift.path("revision").asString("–") + ": kefuctl config plan"));
        }
        JsonNode sync = config.path("sync");
        if (sync.has("at")) {
            String error = sync.path("error").asString("");
            lines.addAll(bounded(Paragraph.of(
                    "sync    ", sync.path("at").asString("") + (error.isEmpty() ? "" : " failed: " + error))));
        }
        if (!config.path("restart").isEmpty()) {
            lines.addAll(Paragraph.of("restart ", "takes the rest into force: " + names(config.path("restart"))));
        }
    }

    private String commit() {
        String commit = config.path("commit").asString("");
        if (commit.isEmpty()) {
            return "";
        }
        String dirty = config.path("dirty").asBoolean(false) ? "+" : "";
        return ", " + commit.substring(0, Math.min(SHORT_COMMIT, commit.length())) + dirty;
    }

    private static String names(JsonNode list) {
        StringBuilder names = new StringBuilder();
        list.forEach(each -> names.append(names.isEmpty() ? "" : ", ").append(each.asString("")));
        return names.toString();
    }

    private static List<String> bounded(List<String> told) {
        if (told.size() <= MOST) {
            return told;
        }
        List<String> some = new ArrayList<>(told.subList(0, MOST));
        some.add("        … all of it: kefuctl status -o json");
        return some;
    }
}
