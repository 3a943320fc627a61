package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "test",
        description = "Runs the tests of a configuration's rules (*_test.yaml in it) without a server: a visitor, a"
                + " conversation and a message must lead to the group, agent, bot and reply that each expects."
                + " Ends with 1 when one does not.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl config test config", "  kefuctl config test . -o json"})
final class ConfigTestCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "DIR", description = "A directory of YAML files.")
    Path path;

    ConfigTestCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<RuleTests.Result> results = RuleTests.in(path).run(ConfigCheck.mustHold(path));
        long failed = results.stream().filter(result -> !result.passed()).count();
        Map<String, Object> document = Json.document("ConfigTest");
        document.put("passed", results.size() - failed);
        document.put("failed", failed);
        document.put("tests", results.stream().map(ConfigTestCommand::json).toList());
        output.print(session.terminal(), document, () -> table(results, failed));
        if (results.isEmpty()) {
            session.terminal().err().println("there is no *_test.yaml in " + path);
        }
        return (failed == 0 ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private static Map<String, Object> json(RuleTests.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", result.name());
        json.put("at", result.place());
        json.put("passed", result.passed());
        json.put("unmet", result.unmet());
        json.put("why", result.why());
        return json;
    }

    private static String table(List<RuleTests.Result> results, long failed) {
        List<String> lines = new ArrayList<>();
        for (RuleTests.Result result : results) {
            lines.add((result.passed() ? "ok    " : "FAIL  ")
                    + result.name()
                    + (result.passed() ? "" : "  (" + result.place() + ")"));
            result.unmet().forEach(each -> lines.add("        " + each));
            if (!result.passed()) {
                result.why().forEach(each -> lines.add("          " + each));
            }
        }
        lines.add((results.size() - failed) + " passed, " + failed + " failed");
        return String.join("\n", lines) + "\n";
    }
}
