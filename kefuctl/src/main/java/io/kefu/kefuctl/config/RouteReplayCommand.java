package io.kefu.kefuctl.config;

import io.kefu.config.Durations;
import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.Columns;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

@Command(
        name = "replay",
        description = "What a configuration would have done with the conversations of the last days: the first message"
                + " of each goes through its rules, as at the moment it was written. Changes nothing. Tags are"
                + " those of now.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl route replay config", "  kefuctl route replay config --since 30d -o json"})
final class RouteReplayCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Option(
            names = "--since",
            paramLabel = "D",
            converter = Back.class,
            defaultValue = "7d",
            description = "How far back. Default: ${DEFAULT-VALUE}.")
    Duration since;

    @Parameters(paramLabel = "DIR", description = "A YAML file or a directory of them.")
    Path path;

    RouteReplayCommand(Session session) {
        this.session = session;
    }

    /** As the configuration writes a time. */
    static final class Back implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                Duration given = Durations.parse(text);
                if (given.isPositive()) {
                    return given;
                }
            } catch (IllegalArgumentException e) {
                // as none
            }
            throw new TypeConversionException("'" + text + "' is no time such as 7d");
        }
    }

    @Override
    public Integer call() {
        ConfigCheck.mustHold(path);
        String directory = ConfigApi.directory(path);
        AdminApi api = data.api();
        api.mustBeHere("the directory " + directory);
        JsonNode replay = api.postPatiently(
                "/admin/v1/routing/replay", Map.of("directory", directory, "since_ms", since.toMillis()));
        output.print(session.terminal(), replay, () -> table(replay));
        return ExitCode.OK.code();
    }

    private String table(JsonNode replay) {
        List<List<String>> rows = new ArrayList<>();
        replay.path("ways").forEach(way -> rows.add(row(way)));
        List<String> lines = new ArrayList<>(Columns.of(List.of("", "COUNT", "THEN", "WITH THESE RULES"), rows));
        lines.add("");
        lines.add(replay.path("moved").asInt() + " of "
                + replay.path("conversations").asInt() + " conversations would have gone elsewhere");
        note(
                lines,
                replay.path("skipped").asInt() > 0,
                replay.path("skipped").asInt()
                        + " were left out: no message of a visitor, or too many decisions since");
        note(lines, replay.path("more").asBoolean(), "there are more than were looked at");
        note(lines, replay.path("partial").asBoolean(), "a tier did not answer: some were not looked at");
        return String.join("\n", lines) + "\n";
    }

    private static void note(List<String> lines, boolean when, String text) {
        if (when) {
            lines.add(text);
        }
    }

    private static List<String> row(JsonNode way) {
        return List.of(
                way.path("moved").asBoolean() ? "~" : "",
                way.path("conversations").asString(),
                way.path("rule").asString() + " → " + way.path("to").asString(),
                way.path("next_rule").asString() + " → " + way.path("next_to").asString());
    }
}
