package io.kefu.kefuctl.config;

import io.kefu.config.ConfigLoader;
import io.kefu.config.Documents;
import io.kefu.config.InvalidConfigException;
import io.kefu.config.Problem;
import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.server.app.Kinds;
import io.kefu.server.app.UnknownChannels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A configuration looked at without a server. */
record ConfigCheck(Path path, Documents documents, List<Problem> problems) {

    /** Never throws for what is wrong with the configuration: {@link #problems} has it. */
    static ConfigCheck of(Path path) {
        return of(path, new ConfigLoader(Kinds.ALL)::load);
    }

    /** The same with what lies below the directory. */
    static ConfigCheck ofAll(Path directory) {
        return of(directory, new ConfigLoader(Kinds.ALL)::loadAll);
    }

    @FunctionalInterface
    private interface Reading {
        Documents of(Path path) throws InvalidConfigException;
    }

    private static ConfigCheck of(Path path, Reading reading) {
        try {
            return new ConfigCheck(path, reading.of(path), List.of());
        } catch (InvalidConfigException e) {
            return new ConfigCheck(path, null, e.problems());
        }
    }

    /** The documents, or a failure that lists everything that is wrong. */
    static Documents mustHold(Path path) {
        ConfigCheck check = of(path);
        if (!check.holds()) {
            throw new CommandFailure(ExitCode.BAD_CONFIGURATION, check.report(), "");
        }
        return check.documents;
    }

    boolean holds() {
        return problems.isEmpty();
    }

    /** One line a problem and the count, or what was found to hold. */
    String report() {
        if (holds()) {
            int count = documents.all().size();
            return notes() + path + " holds: " + count + (count == 1 ? " document" : " documents") + ", revision "
                    + documents.revision();
        }
        return new InvalidConfigException(problems).getMessage();
    }

    /** What holds and may be mistaken all the same, a line each. */
    private String notes() {
        return UnknownChannels.of(documents).stream()
                .map(each -> each + "  [note]\n")
                .collect(Collectors.joining());
    }

    Map<String, Object> json() {
        Map<String, Object> json = Json.document("ConfigValidation");
        json.put("valid", holds());
        if (holds()) {
            json.put("revision", documents.revision());
            json.put("documents", counts());
            json.put(
                    "notes",
                    UnknownChannels.of(documents).stream()
                            .map(UnknownChannels::toString)
                            .toList());
        }
        json.put("problems", problems.stream().map(ConfigCheck::json).toList());
        return json;
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        documents.all().forEach(document -> counts.merge(document.kind().name(), 1L, Long::sum));
        return counts;
    }

    private static Map<String, Object> json(Problem problem) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", problem.position().file());
        json.put("line", problem.position().line());
        json.put("column", problem.position().column());
        json.put("code", problem.code().id());
        json.put("wrong", problem.wrong());
        json.put("instead", problem.instead());
        return json;
    }
}
