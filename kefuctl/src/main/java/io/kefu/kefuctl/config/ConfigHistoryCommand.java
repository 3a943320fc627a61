package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
        name = "history",
        description =
                "The revisions that were in force, the newest first: when, by whom, from which commit or revision of"
                        + " etcd, and why."
                        + " The server keeps 50.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl config history", "  kefuctl config history -o json --data /var/lib/kefu"})
final class ConfigHistoryCommand implements Callable<Integer> {

    private static final int SHORT = 8;
    private static final int WHY = 28;
    private static final int LEAST_WHY = 12;
    /** The width that leaves so much for why. */
    private static final int ORIGIN = SHORT + 1;

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    ConfigHistoryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode history = new ConfigApi(data.api()).history();
        output.print(session.terminal(), history, () -> table(history));
        return ExitCode.OK.code();
    }

    private String table(JsonNode history) {
        int widest = 0;
        for (JsonNode item : history.path("items")) {
            widest = Math.max(widest, Columns.width(origin(item)));
        }
        int why = Math.max(LEAST_WHY, WHY - Math.max(0, widest - ORIGIN));
        List<List<String>> rows = new ArrayList<>();
        history.path("items").forEach(item -> rows.add(row(item, why)));
        List<String> heads = output.wide()
                ? List.of("", "REVISION", "AT", "WHO", "FROM", "SOURCE", "WHY", "DIRECTORY")
                : List.of("", "REVISION", "AT", "WHO", "SOURCE", "WHY");
        return String.join("\n", Columns.of(heads, rows)) + "\n";
    }

    private List<String> row(JsonNode item, int widthOfWhy) {
        String mark = item.path("in_force").asBoolean() ? "*" : "";
        String revision = item.path("revision").asString();
        String at = item.path("at").asString();
        String who = item.path("who").asString("");
        String why = item.path("why").asString("");
        if (output.wide()) {
            return List.of(
                    mark,
                    revision,
                    at,
                    who,
                    item.path("from").asString(""),
                    source(item).isEmpty() ? origin(item) : source(item),
                    why,
                    item.path("directory").asString(""));
        }
        // The name between the brackets is the person, what is before them the token.
        String person = who.replaceFirst("^.* \\((.*)\\)$", "$1");
        return List.of(
                mark,
                revision.substring(0, Math.min(SHORT, revision.length())),
                at.replaceFirst("^\\d{4}-(\\d\\d-\\d\\d)T(\\d\\d:\\d\\d).*$", "$1 $2"),
                cut(person, 10),
                origin(item),
                cut(why, widthOfWhy));
    }

    private static String source(JsonNode item) {
        return item.path("source").asString("");
    }

    /** The beginning of a commit, or {@code etcd@1234}. */
    private static String origin(JsonNode item) {
        String source = source(item);
        String commit = item.path("commit").asString("");
        if (!source.isEmpty()) {
            return source.substring(0, source.indexOf(':')) + source.substring(source.lastIndexOf('@'));
        }
        return commit.isEmpty()
                ? "–"
                : commit.substring(0, Math.min(SHORT, commit.length()))
                        + (item.path("dirty").asString("").equals("true") ? "+" : "");
    }

    private static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }
}
