package io.kefu.kefuctl.config;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Document;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.Problem;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.server.app.RuleTestConfig;
import io.kefu.server.app.RuleTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tests that lie beside a configuration, one document each. */
record RuleTests(List<Document<RuleTestConfig>> tests) {

    /**
     * How a test went.
     *
     * @param place {@code FILE:LINE:COL}
     * @param unmet a line each expectation that is not met
     * @param why a line a rule that was tried
     */
    record Result(String name, String place, List<String> unmet, List<String> why) {
        boolean passed() {
            return unmet.isEmpty();
        }
    }

    /** All of them hold, or a failure lists everything that is wrong. */
    static RuleTests in(Path directory) {
        List<Document<RuleTestConfig>> tests = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        ConfigLoader loader = new ConfigLoader(List.of(RuleTestConfig.KIND));
        for (Path file : files(directory)) {
            try {
                tests.addAll(loader.load(file).of(RuleTestConfig.class));
            } catch (InvalidConfigException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandFailure(ExitCode.BAD_CONFIGURATION, new InvalidConfigException(problems).getMessage(), "");
        }
        return new RuleTests(tests);
    }

    private static List<Path> files(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(file -> file.toString().endsWith("_test.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, directory + " cannot be listed", "let this user read it", e);
        }
    }

    List<Result> run(Documents documents) {
        try {
            RuleTrial trial = new RuleTrial(documents);
            return tests.stream().map(test -> result(trial, test)).toList();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, e.getMessage(), "let this user read the pages", e);
        }
    }

    private static Result result(RuleTrial trial, Document<RuleTestConfig> test) {
        String place = test.position().toString();
        try {
            RuleTrial.Outcome outcome = trial.ask(test.spec());
            return new Result(test.name(), place, outcome.against(test.spec().expect()), outcome.why());
        } catch (IllegalArgumentException e) {
            return new Result(test.name(), place, List.of(e.getMessage()), List.of());
        }
    }
}
