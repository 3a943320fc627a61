package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.kefuctl.cli.Terminal.Colour;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A plan, or a difference, in 80 columns; values that are longer are cut unless all is wanted. */
final class PlanTable {

    private static final int WIDTH = 80;
    private static final int NAME = 56;

    private final Terminal terminal;
    private final boolean wide;
    private final List<String> lines = new ArrayList<>();

    private PlanTable(Terminal terminal, boolean wide) {
        this.terminal = terminal;
        this.wide = wide;
    }

    /** Everything that a plan says; ends with a line end. */
    static String plan(JsonNode plan, Terminal terminal, boolean wide) {
        PlanTable table = new PlanTable(terminal, wide);
        table.head(plan);
        table.changes(plan.path("changes"), true);
        table.restart(plan.path("restart"));
        table.touches(plan.path("touches"));
        table.inUse(plan.path("in_use"));
        table.notes(plan.path("notes"));
        return table.text();
    }

    /** What differs, without what that would do. */
    static String diff(JsonNode diff, Terminal terminal, boolean wide) {
        PlanTable table = new PlanTable(terminal, wide);
        table.changes(diff.path("changes"), false);
        return table.text();
    }

    private String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private void head(JsonNode plan) {
        String commit = plan.path("commit").asString("");
        String dirty = plan.path("dirty").asString("").equals("true") ? " and changes" : "";
        lines.add("in force  " + plan.path("base").asString());
        lines.add("planned   " + plan.path("revision").asString()
                + (commit.isEmpty()
                        ? ""
                        : "  (commit " + commit.substring(0, Math.min(12, commit.length())) + dirty + ")"));
    }

    private void changes(JsonNode changes, boolean effects) {
        if (changes.isEmpty()) {
            lines.add("");
            lines.add("nothing differs");
            return;
        }
        lines.add("");
        int[] counts = new int[3];
        for (JsonNode change : changes) {
            String action = change.path("action").asString();
            counts[List.of("add", "change", "remove").indexOf(action)]++;
            change(change, action, effects);
        }
        lines.add("");
        lines.add(counts[0] + " to add, " + counts[1] + " to change, " + counts[2] + " to remove");
    }

    private void change(JsonNode change, String action, boolean effects) {
        String sign = switch (action) {
            case "add" -> terminal.paint(Colour.GREEN, "+");
            case "remove" -> terminal.paint(Colour.RED, "-");
            default -> terminal.paint(Colour.YELLOW, "~");
        };
        String name = change.path("kind").asString() + " " + change.path("name").asString();
        String effect = effects ? effect(change.path("effect").asString()) : "";
        String gap = " ".repeat(Math.max(3, NAME - Columns.width(name)));
        lines.add((sign + " " + name + (effect.isEmpty() ? "" : gap + effect)).stripTrailing());
        change.path("fields").forEach(this::field);
    }

    private static String effect(String effect) {
        return switch (effect) {
            case "restart" -> "with a restart";
            case "moves" -> "live, then moves";
            default -> "live";
        };
    }

    private void field(JsonNode field) {
        String path = field.path("path").asString().replaceFirst("^spec\\.", "");
        String before = line(field.path("before").asString(""));
        String after = line(field.path("after").asString(""));
        if (before.isEmpty() || after.isEmpty()) {
            lines.add(cut("    " + path + ": " + (before.isEmpty() ? "+ " + after : "- " + before)));
            return;
        }
        String both = "    " + path + ": " + before + " → " + after;
        if (wide || Columns.width(both) <= WIDTH) {
            lines.add(both);
        } else {
            lines.add(cut("    " + path + ":"));
            lines.add(cut("      - " + before));
            lines.add(cut("      + " + after));
        }
    }

    private void restart(JsonNode needs) {
        section(
                needs,
                "takes effect with the next start",
                need -> cut("  " + need.path("key").asString() + "  —  "
                        + need.path("why").asString()));
    }

    private void touches(JsonNode touches) {
        section(
                touches,
                "open conversations that other rules would send elsewhere",
                each -> cut("  %5d  %s → %s"
                        .formatted(
                                each.path("conversations").asInt(),
                                way(each, "rule", "to"),
                                way(each, "next_rule", "next_to"))));
    }

    /** Without a rule it is where it was: with its bot. */
    private static String way(JsonNode touch, String rule, String to) {
        String name = touch.path(rule).asString("");
        String target = touch.path(to).asString();
        return name.isEmpty() ? target : name + " (" + target + ")";
    }

    private void inUse(JsonNode used) {
        section(
                used,
                "goes while open conversations use it: say --prune",
                each -> cut("  " + each.path("kind").asString() + " "
                        + each.path("name").asString() + "  "
                        + each.path("conversations").asInt()));
    }

    private void notes(JsonNode notes) {
        section(notes, "notes", each -> "  " + each.asString());
    }

    private void section(JsonNode items, String title, java.util.function.Function<JsonNode, String> line) {
        if (items.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(terminal.paint(Colour.BOLD, title));
        items.forEach(item -> lines.add(line.apply(item)));
    }

    private static String line(String text) {
        return text.replaceAll("\\R", "⏎").replaceAll("\\p{Cntrl}", "");
    }

    private String cut(String line) {
        if (wide || Columns.width(line) <= WIDTH) {
            return line;
        }
        int end = line.length();
        while (end > 0 && Columns.width(line.substring(0, end)) >= WIDTH) {
            end = line.offsetByCodePoints(end, -1);
        }
        return line.substring(0, end) + "…";
    }
}
