package io.kefu.kefuctl.status;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.Paragraph;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.kefuctl.cli.Terminal.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The status as one screen of 80 columns; what is wrong stands first. Wide has what is seldom asked for, too. */
final class StatusTable {

    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    private StatusTable(Terminal terminal) {
        this.terminal = terminal;
    }

    static String of(JsonNode status, Terminal terminal, boolean wide) {
        StatusTable table = new StatusTable(terminal);
        table.head(status);
        table.problems(status.path("problems"));
        table.place(status);
        table.counts(status);
        table.figures(status.path("figures"));
        table.channels(status.path("channels"));
        table.tiers(status.path("tiers"));
        if (wide) {
            table.rest(status);
        }
        return String.join("\n", table.lines) + "\n";
    }

    private void head(JsonNode status) {
        lines.add("Kefu " + text(status, "version") + "   " + health(text(status, "health")) + "   up "
                + age(status.path("uptime_seconds").asLong(0)) + "   "
                + bytes(status.path("memory_bytes").asLong(0)) + " of memory");
    }

    private void place(JsonNode status) {
        lines.add("");
        new ConfigLines(status.path("config")).add(lines);
        lines.add("public  " + text(status.path("listeners"), "public"));
        lines.add("admin   " + text(status.path("listeners"), "admin"));
    }

    /** What is of no interest until one looks for it. */
    private void rest(JsonNode status) {
        lines.add("");
        lines.add("sockets     " + text(status.path("sockets"), "path") + ": " + text(status.path("sockets"), "why"));
        lines.add("overloaded  " + text(status, "overloaded"));
    }

    private void problems(JsonNode problems) {
        if (problems.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(terminal.paint(Colour.BOLD, "WRONG"));
        for (JsonNode problem : problems) {
            List<String> told = Paragraph.of("  ! ", problem.isString() ? problem.asString() : sentence(problem));
            lines.add(told.getFirst().replaceFirst("!", terminal.paint(Colour.RED, "!")));
            lines.addAll(told.subList(1, told.size()));
        }
    }

    /** A problem as an object, told by its texts in the order given. */
    private static String sentence(JsonNode problem) {
        return problem.properties().stream()
                .map(Map.Entry::getValue)
                .map(value -> value.asString(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" — "));
    }

    private void counts(JsonNode status) {
        lines.add("");
        lines.add("CONVERSATIONS  " + pairs(status.path("conversations")));
        lines.add("AGENTS         " + pairs(status.path("agents")));
        lines.add("CONNECTIONS    " + pairs(status.path("connections")));
    }

    private static String pairs(JsonNode object) {
        return object.properties().stream()
                .map(entry ->
                        "%-8s %6s".formatted(entry.getKey(), entry.getValue().asString("–")))
                .collect(Collectors.joining("   "));
    }

    private void figures(JsonNode figures) {
        lines.add("");
        lines.add("heartbeat timeouts   " + share(figures.path("heartbeat_timeout_rate")));
        lines.add("bot's hit rate       " + share(figures.path("autoreply_hit_rate")));
        figures.path("e2e_ms")
                .properties()
                .forEach(entry ->
                        lines.add("%-20s %s".formatted(entry.getKey().replace('_', ' '), latency(entry.getValue()))));
    }

    private static String latency(JsonNode figure) {
        return figure.isNumber()
                ? number(figure) + " ms"
                : "p50 %s   p95 %s   p99 %s ms"
                        .formatted(number(figure.path("p50")), number(figure.path("p95")), number(figure.path("p99")));
    }

    private void channels(JsonNode channels) {
        List<List<String>> rows = new ArrayList<>();
        channels.forEach(channel -> rows.add(List.of(text(channel, "name"), text(channel, "type"))));
        table(List.of("CHANNEL", "TYPE"), rows);
    }

    private void tiers(JsonNode tiers) {
        List<List<String>> rows = new ArrayList<>();
        tiers.forEach(tier -> rows.add(List.of(
                text(tier, "name"),
                text(tier, "engine"),
                number(tier.path("lag_records")) + " records",
                number(tier.path("lag_seconds")) + " s",
                text(tier, "watermark"))));
        table(List.of("TIER", "ENGINE", "LAG", "BEHIND", "WATERMARK"), rows);
    }

    private void table(List<String> heads, List<List<String>> rows) {
        lines.add("");
        lines.addAll(Columns.of(heads, rows));
    }

    private String health(String health) {
        Colour colour = switch (health) {
            case "healthy" -> Colour.GREEN;
            case "degraded" -> Colour.YELLOW;
            default -> Colour.RED;
        };
        return terminal.paint(colour, health);
    }

    private static String text(JsonNode object, String key) {
        return object.path(key).asString("–");
    }

    private static String share(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f %%", value.asDouble() * 100) : "–";
    }

    private static String number(JsonNode value) {
        if (!value.isNumber()) {
            return "–";
        }
        double exact = value.asDouble();
        return exact == Math.rint(exact) ? Long.toString((long) exact) : String.format(Locale.ROOT, "%.1f", exact);
    }

    private static String bytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private static String age(long seconds) {
        long minutes = seconds / 60;
        long hours = minutes / 60;
        if (hours >= 24) {
            return hours / 24 + " d " + hours % 24 + " h";
        }
        return hours > 0 ? hours + " h " + minutes % 60 + " min" : minutes > 0 ? minutes + " min" : seconds + " s";
    }
}
