package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan as it is shown. */
record PlanPage(Plan plan, Optional<BlastRadius> radius, List<String> notes) {

    String table() {
        StringBuilder text = new StringBuilder(plan.intent().operation().name());
        if (!plan.intent().release().isEmpty()) {
            text.append(' ').append(plan.intent().release());
        }
        if (!plan.intent().previous().isEmpty()) {
            text.append(", in the place of ").append(plan.intent().previous());
        }
        text.append('\n');
        int number = 0;
        for (Step step : plan.steps()) {
            text.append("%3d. %s%n".formatted(++number, step.says()));
        }
        radius.ifPresent(found -> text.append("touches: ").append(found.line()).append('\n'));
        notes.forEach(note -> text.append("note: ").append(note).append('\n'));
        return text.append("nothing was changed\n").toString();
    }

    String json() {
        Map<String, Object> document = Json.document("Plan");
        document.put("operation", plan.intent().operation().name());
        document.put("release", plan.intent().release());
        document.put("previous", plan.intent().previous());
        document.put(
                "steps",
                plan.steps().stream()
                        .map(step -> Map.of("id", step.id(), "says", step.says()))
                        .toList());
        radius.ifPresent(found -> document.put(
                "touches",
                Map.of(
                        "connections", found.connections(),
                        "conversations", found.conversations(),
                        "expected_seconds", found.seconds())));
        document.put("notes", notes);
        return Json.write(document);
    }
}
