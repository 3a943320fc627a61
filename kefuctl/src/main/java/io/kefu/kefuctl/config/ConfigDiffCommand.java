package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "diff",
        description = "How two revisions differ, or a revision and a directory. Without any: the one before and the one"
                + " in force; with one: that one and the one in force.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl config diff",
            "  kefuctl config diff 3f2a9c1d current",
            "  kefuctl config diff current /etc/kefu"
        })
final class ConfigDiffCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Parameters(
            paramLabel = "REV",
            arity = "0..2",
            description = "The first digits of a revision or of its commit, current, previous; the last may be a"
                    + " directory.")
    List<String> sides = List.of();

    ConfigDiffCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode diff = new ConfigApi(data.api()).diff(request());
        output.print(
                session.terminal(),
                diff,
                () -> "from  " + diff.path("from").asString() + "\nto    "
                        + diff.path("to").asString() + "\n" + PlanTable.diff(diff, session.terminal(), output.wide()));
        return ExitCode.OK.code();
    }

    private Map<String, Object> request() {
        if (sides.size() > 2) {
            throw new CommandFailure(ExitCode.USAGE, "more than two were named", "kefuctl config diff --help");
        }
        Map<String, Object> request = new LinkedHashMap<>();
        String last = sides.isEmpty() ? "" : sides.getLast();
        boolean directory = Files.exists(Path.of(last)) && !last.isEmpty();
        if (directory) {
            ConfigCheck.mustHold(Path.of(last));
            request.put("from", sides.size() == 2 ? sides.getFirst() : "current");
            request.put("directory", ConfigApi.directory(Path.of(last)));
        } else {
            request.put("from", sides.isEmpty() ? "previous" : sides.getFirst());
            request.put("to", sides.size() == 2 ? last : "current");
        }
        return request;
    }
}
