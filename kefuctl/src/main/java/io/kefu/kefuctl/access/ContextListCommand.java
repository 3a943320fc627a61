package io.kefu.kefuctl.access;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.Context;
import io.kefu.kefuctl.cli.Contexts;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.kefuctl.cli.TokenSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "Your contexts. The one with * is meant where none is named. Tokens are not shown.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl context list", "  kefuctl context list -o json"})
public final class ContextListCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    OutputOption output;

    public ContextListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Contexts contexts = Contexts.own();
        if (output.structured()) {
            Map<String, Object> document = Json.document("ContextList");
            document.put(
                    "items",
                    contexts.all().stream().map(each -> json(contexts, each)).toList());
            output.print(session.terminal(), document, () -> "");
        } else {
            Columns.of(
                            List.of("", "NAME", "SERVER", "TOKEN"),
                            contexts.all().stream()
                                    .map(each -> row(contexts, each))
                                    .toList())
                    .forEach(session.terminal().out()::println);
        }
        return ExitCode.OK.code();
    }

    private static boolean current(Contexts contexts, Context context) {
        return contexts.current().equals(Optional.of(context.name()));
    }

    private static Map<String, Object> json(Contexts contexts, Context context) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", context.name());
        json.put("current", current(contexts, context));
        json.put("server", context.place());
        json.put("token", token(context));
        context.ca().ifPresent(ca -> json.put("ca_file", ca.toString()));
        return json;
    }

    private static List<String> row(Contexts contexts, Context context) {
        return List.of(current(contexts, context) ? "*" : "", context.name(), context.place(), token(context));
    }

    private static String token(Context context) {
        return switch (context.token().orElse(null)) {
            case null -> "of the data directory";
            case TokenSource.Kept _ -> "kept here";
            case TokenSource.InFile in -> "in " + in.file();
            case TokenSource.InEnvironment in -> "in $" + in.variable();
        };
    }
}
