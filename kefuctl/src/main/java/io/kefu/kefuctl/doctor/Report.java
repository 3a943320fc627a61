package io.kefu.kefuctl.doctor;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.Paragraph;
import io.kefu.kefuctl.cli.Terminal;
import io.kefu.kefuctl.cli.Terminal.Colour;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An examination for eyes, within 80 columns, and for programs. */
final class Report {

    private final Examination examination;
    private final Terminal terminal;

    Report(Examination examination, Terminal terminal) {
        this.examination = examination;
        this.terminal = terminal;
    }

    /** What is wrong, each with its fix; then how much is well. */
    String table() {
        List<String> lines = new ArrayList<>();
        for (Examination.Result each : examination.wrong()) {
            lines.add(word(each.finding().verdict()) + "  " + each.check().id() + "  "
                    + each.check().title());
            lines.addAll(paragraph("measured", each.finding().measured()));
            lines.addAll(paragraph("why", each.check().why()));
            lines.addAll(paragraph("fix", each.check().fix()));
            lines.add("");
        }
        lines.add(summary());
        return String.join("\n", lines) + "\n";
    }

    /** A line for each check. */
    String wide() {
        List<List<String>> rows = examination.results().stream()
                .map(each -> List.of(
                        each.finding().verdict().word(),
                        each.check().id(),
                        each.check().title(),
                        each.finding().measured()))
                .toList();
        return String.join("\n", Columns.of(List.of("VERDICT", "ID", "CHECK", "MEASURED"), rows)) + "\n\n" + summary()
                + "\n";
    }

    Map<String, Object> json() {
        Map<String, Object> json = Json.document("Examination");
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Verdict each : Verdict.values()) {
            counts.put(each.word(), examination.count(each));
        }
        json.put("summary", counts);
        json.put("checks", examination.results().stream().map(Report::json).toList());
        return json;
    }

    private static Map<String, Object> json(Examination.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", result.check().id());
        json.put("title", result.check().title());
        json.put("verdict", result.finding().verdict().word());
        json.put("measured", result.finding().measured());
        json.put("why", result.check().why());
        json.put("fix", result.check().fix());
        json.put("mends", result.check().repair().isPresent());
        return json;
    }

    private String summary() {
        return "%d fail, %d warn, %d ok, %d skip"
                .formatted(
                        examination.count(Verdict.FAIL),
                        examination.count(Verdict.WARN),
                        examination.count(Verdict.OK),
                        examination.count(Verdict.SKIP));
    }

    private String word(Verdict verdict) {
        String padded = "%-4s".formatted(verdict.word());
        return terminal.paint(verdict == Verdict.FAIL ? Colour.RED : Colour.YELLOW, padded);
    }

    private static List<String> paragraph(String head, String text) {
        return Paragraph.of("      %-9s  ".formatted(head), text);
    }
}
