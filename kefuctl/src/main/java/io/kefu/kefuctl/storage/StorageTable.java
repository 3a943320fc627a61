package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Storage in numbers, within 80 columns; what is wrong stands first. */
final class StorageTable {
    private static final List<String> HEADS = List.of("TIER", "ENGINE", "MESSAGES", "SIZE", "OLDEST", "NEWEST", "LAG");

    private static final List<String> FAULT_HEADS =
            List.of("TIER", "VERSION", "LAST BATCH", "FAILURES", "ASIDE", "MISSED");

    private StorageTable() {}

    static String of(JsonNode report) {
        List<String> lines = new ArrayList<>(wrong(report));
        List<List<String>> rows = new ArrayList<>();
        report.path("tiers").forEach(tier -> rows.add(row(tier)));
        lines.addAll(Columns.of(HEADS, rows));
        lines.add("");
        List<List<String>> faults = new ArrayList<>();
        report.path("tiers").forEach(tier -> faults.add(faults(tier)));
        lines.addAll(Columns.of(FAULT_HEADS, faults));
        lines.add("");
        report.path("changes").forEach(change -> lines.add("changing   " + change(change)));
        if (report.path("files").has("engine")) {
            lines.add("files      " + files(report.path("files")));
        }
        lines.add("ageing     " + days(report.path("ageing"), "nothing has had its time in the warm tier"));
        lines.add("disagree   " + days(report.path("disagreeing"), "no day, as far as was verified"));
        report.path("left").forEach(left -> lines.add("left       " + left.asString() + ": used no more"));
        if (report.path("erasures").path("pending").asLong(0) > 0) {
            lines.add("erasures   " + erasures(report.path("erasures")));
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<String> wrong(JsonNode report) {
        List<String> lines = new ArrayList<>();
        for (JsonNode tier : report.path("tiers")) {
            if (!tier.path("available").asBoolean(false)) {
                String reason = tier.path("reason").asString("");
                lines.add("! the " + tier.path("name").asString() + " tier does not answer"
                        + (reason.isEmpty() ? "" : ": " + reason));
            }
        }
        JsonNode files = report.path("files");
        if (!files.path("available").asBoolean(true)) {
            lines.add("! files cannot be stored or read\n  "
                    + files.path("reason").asString());
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        return lines;
    }

    private static String files(JsonNode files) {
        long waiting = files.path("waiting").asLong(0);
        return files.path("engine").asString() + "  "
                + String.format(Locale.ROOT, "%,d", files.path("files").asLong()) + " uploads  "
                + size(files.path("bytes").asLong())
                + (waiting == 0 ? "" : ", " + waiting + " contents still to be removed");
    }

    private static String erasures(JsonNode erasures) {
        StringBuilder text = new StringBuilder(erasures.path("pending").asLong() + " pending, the oldest since "
                + erasures.path("oldest_asked_at").asString("–").replaceFirst("\\.\\d+Z$", "Z"));
        erasures.path("waits")
                .forEach(each -> text.append("\n           waits: ").append(each.asString()));
        return text.toString();
    }

    private static String change(JsonNode change) {
        String day = change.path("day").asString("");
        String reason = change.path("reason").asString("");
        return change.path("tier").asString() + "  "
                + change.path("from").asString() + " → "
                + change.path("to").asString() + "  "
                + change.path("stage").asString() + " "
                + change.path("percent").asInt() + " %"
                + (day.isEmpty() ? "" : ", day " + day)
                + (reason.isEmpty() ? "" : "\n           waits: " + reason);
    }

    private static List<String> row(JsonNode tier) {
        return List.of(
                tier.path("name").asString(),
                tier.path("engine").asString(),
                tier.path("messages").isNumber()
                        ? String.format(
                                Locale.ROOT, "%,d", tier.path("messages").asLong())
                        : "–",
                tier.path("bytes").isNumber() ? size(tier.path("bytes").asLong()) : "–",
                tier.path("oldest").asString("–"),
                tier.path("newest").asString("–"),
                String.format(Locale.ROOT, "%.1f s", tier.path("lag_seconds").asDouble(0)));
    }

    private static List<String> faults(JsonNode tier) {
        return List.of(
                tier.path("name").asString(),
                tier.path("version").asString("–"),
                tier.path("last_batch_at").asString("–").replaceFirst("\\.\\d+Z$", "Z"),
                Long.toString(tier.path("failures").asLong(0)),
                Long.toString(tier.path("set_aside").asLong(0)),
                Long.toString(tier.path("missed").asLong(0)));
    }

    private static String days(JsonNode days, String none) {
        if (days.isEmpty()) {
            return none;
        }
        String first = days.path(0).asString();
        String last = days.path(days.size() - 1).asString();
        return days.size() + (days.size() == 1 ? " day: " + first : " days, from " + first + " to " + last);
    }

    static String size(long bytes) {
        return bytes < 10L << 20
                ? (bytes >> 10) + " KiB"
                : bytes < 10L << 30 ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
    }
}
