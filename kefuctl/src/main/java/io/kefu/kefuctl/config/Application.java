package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Terminal;
import java.io.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Puts a revision into force: the plan, the question, then just what was planned or nothing. */
final class Application {

    private final ConfigApi api;
    private final Terminal terminal;
    private final OutputOption output;
    private final ApplyOptions options;

    Application(ConfigApi api, Terminal terminal, OutputOption output, ApplyOptions options) {
        this.api = api;
        this.terminal = terminal;
        this.output = output;
        this.options = options;
    }

    /** @param what the directory, or the revision to go back to */
    void run(Map<String, Object> what) {
        JsonNode plan = api.plan(what);
        if (!output.structured()) {
            terminal.out().print(PlanTable.plan(plan, terminal, output.wide()));
            terminal.out().flush();
        }
        boolean differs = !plan.path("changes").isEmpty();
        if (differs) {
            ask();
        }
        Map<String, Object> request = new LinkedHashMap<>(options.with(what));
        request.put("base", plan.path("base").asString());
        request.put("revision", plan.path("revision").asString());
        JsonNode answer = api.apply(request);
        output.print(terminal, document(plan, answer), () -> table(answer));
    }

    private void ask() {
        if (options.yes) {
            return;
        }
        if (!Terminal.interactive()) {
            throw new CommandFailure(ExitCode.USAGE, "nobody is there to be asked; nothing was applied", "say --yes");
        }
        Console console = System.console();
        String answer = console.readLine("%nApply this? [y/N] ");
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new CommandFailure(ExitCode.FAILED, "nothing was applied", "");
        }
    }

    private static Map<String, Object> document(JsonNode plan, JsonNode answer) {
        Map<String, Object> document = Json.document("ConfigApplied", answer);
        document.put("plan", plan);
        return document;
    }

    private static String table(JsonNode answer) {
        String revision = answer.path("revision").asString("–");
        StringBuilder text = new StringBuilder(
                answer.path("changed").asBoolean(true)
                        ? "\napplied: revision " + revision + "\n"
                        : "\nin force already: revision " + revision + "\n");
        line(text, "takes effect with the next start: ", answer.path("restart_required"), "");
        line(
                text,
                "moves to another engine, the old one serves: ",
                answer.path("under_way"),
                " (see kefuctl storage status)");
        JsonNode trial = answer.path("try");
        if (trial.isObject()) {
            text.append("tried until ")
                    .append(trial.path("until").asString())
                    .append(", then back to ")
                    .append(trial.path("back_to").asString())
                    .append("\nto keep it: kefuctl config confirm\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String head, JsonNode items, String tail) {
        List<String> names = new ArrayList<>();
        items.forEach(item -> names.add(item.asString()));
        if (!names.isEmpty()) {
            text.append(head).append(String.join(", ", names)).append(tail).append('\n');
        }
    }
}
