package io.kefu.kefuctl.install;

import io.kefu.kefuctl.cli.Paragraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is told of the kernel's settings, before and after.
 *
 * @param asked whether they were to be raised
 */
record TuningReport(Layout layout, Tuning tuning, boolean asked) {

    /** Beside a plan. */
    List<String> notes(Intent intent) throws IOException {
        List<String> notes = new ArrayList<>();
        List<String> outOfReach = tuning.outOfReach(intent.tuning());
        if (!outOfReach.isEmpty()) {
            notes.add(later(outOfReach));
        }
        if (asked && intent.service() == ServiceKind.supervisor) {
            notes.add("--tune writes no limit of open files: without systemd the server has that of whoever starts it"
                    + " (KEFU-D001 of kefuctl doctor)");
        }
        others(intent, "--tune", notes);
        return notes;
    }

    /** After it was done. */
    List<String> lines(Intent intent) throws IOException {
        List<String> lines = new ArrayList<>();
        if (!intent.tuning().isEmpty()) {
            lines.add("tuned: " + settings(intent.tuning().size()) + " in " + layout.inside(layout.sysctl()));
            List<String> later = tuning.later(intent.tuning());
            if (!later.isEmpty()) {
                lines.add(later(later));
            }
        }
        others(intent, "kefuctl install --tune", lines);
        return lines.stream().flatMap(line -> Paragraph.of("", line).stream()).toList();
    }

    private static String later(List<String> keys) {
        return "in force from the next boot, or by sysctl --system: " + String.join(", ", keys);
    }

    /** What is not raised, and the command that would. */
    private void others(Intent intent, String command, List<String> lines) throws IOException {
        // What a kernel that does not run has, nobody knows: it is no advice.
        long low = tuning.open().stream().filter(each -> !each.now().isEmpty()).count();
        List<String> waiting = tuning.waiting().stream()
                .filter(key ->
                        intent.tuning().stream().noneMatch(each -> each.key().equals(key)))
                .toList();
        if (asked && intent.tuning().isEmpty()) {
            lines.add("no setting of the kernel is to be raised");
        }
        if (!asked && intent.tuning().isEmpty() && low > 0) {
            lines.add(settings(low) + (low == 1 ? " is" : " are") + " too low: " + command + " raises "
                    + (low == 1 ? "it" : "them"));
        }
        if (asked && !waiting.isEmpty()) {
            lines.add("set high enough by a file of sysctl.d, and not in force (sysctl --system): "
                    + String.join(", ", waiting));
        }
    }

    /** The same for programs. */
    List<Map<String, Object>> json(Intent intent) {
        List<String> later = tuning.later(intent.tuning());
        return intent.tuning().stream()
                .map(each -> {
                    Map<String, Object> raise = json(each);
                    raise.put("in_force", !later.contains(each.key()));
                    return raise;
                })
                .toList();
    }

    static Map<String, Object> json(Intent.Raise raise) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", raise.key());
        json.put("now", raise.now());
        json.put("then", raise.then());
        json.put("why", raise.why());
        return json;
    }

    static String settings(long count) {
        return count + (count == 1 ? " setting" : " settings") + " of the kernel";
    }
}
