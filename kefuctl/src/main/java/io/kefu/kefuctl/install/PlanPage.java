package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Paragraph;
import io.kefu.kefuctl.cli.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan as it is shown. */
record PlanPage(Plan plan, Optional<BlastRadius> radius, List<String> notes) {

    /** Shows it, and gives the exit code of a plan. */
    int print(Terminal terminal, OutputOption output) {
        output.print(terminal, document(), this::table);
        return ExitCode.OK.code();
    }

    String table() {
        StringBuilder head = new StringBuilder(plan.intent().operation().name());
        if (!plan.intent().release().isEmpty()) {
            head.append(' ').append(plan.intent().release());
        }
        if (!plan.intent().previous().isEmpty()) {
            head.append(", in the place of ").append(plan.intent().previous());
        }
        List<String> lines = new ArrayList<>(Paragraph.of("", head.toString()));
        int number = 0;
        for (Step step : plan.steps()) {
            lines.addAll(Paragraph.of("%3d. ".formatted(++number), step.says()));
        }
        for (Intent.Raise each : plan.intent().tuning()) {
            String now = each.now().isEmpty() ? "" : " " + each.now();
            lines.addAll(Paragraph.of("tunes: ", each.key() + now + " → " + each.then()));
        }
        radius.ifPresent(found -> lines.addAll(Paragraph.of("touches: ", found.line())));
        notes.forEach(note -> lines.addAll(Paragraph.of("note: ", note)));
        lines.add("nothing was changed\n");
        return String.join("\n", lines);
    }

    private Map<String, Object> document() {
        Map<String, Object> document = Json.document("Plan");
        document.put("operation", plan.intent().operation().name());
        document.put("release", plan.intent().release());
        document.put("previous", plan.intent().previous());
        document.put(
                "steps",
                plan.steps().stream()
                        .map(step -> Map.of("id", step.id(), "says", step.says()))
                        .toList());
        document.put(
                "tunes", plan.intent().tuning().stream().map(TuningReport::json).toList());
        radius.ifPresent(found -> document.put(
                "touches",
                Map.of(
                        "connections", found.connections(),
                        "conversations", found.conversations(),
                        "expected_seconds", found.seconds())));
        document.put("notes", notes);
        return document;
    }
}
