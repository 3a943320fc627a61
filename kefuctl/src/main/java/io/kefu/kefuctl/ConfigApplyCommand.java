package io.kefu.kefuctl;

import io.kefu.config.Documents;
import io.kefu.server.app.UnknownChannels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "apply",
        description = "Checks a configuration, then has the running server use it. No connection is closed.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl config apply kefu-data/config", "  kefuctl config apply /etc/kefu --data /var/lib/kefu"})
final class ConfigApplyCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "DIR", description = "A YAML file or a directory of them.")
    Path path;

    ConfigApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Documents documents = ConfigCheck.mustHold(path);
        UnknownChannels.of(documents).forEach(each -> session.terminal().err().println("note: " + each));
        String directory = path.toAbsolutePath().normalize().toString();
        JsonNode answer = new AdminApi(data.directory)
                .post("/admin/v1/config/apply", Map.of("directory", directory, "revision", documents.revision()));
        boolean json = output.format == OutputFormat.json;
        session.terminal().out().print(json ? Json.write(answer) : table(answer));
        return ExitCode.OK.code();
    }

    private static String table(JsonNode answer) {
        StringBuilder text =
                new StringBuilder("applied: revision " + answer.path("revision").asString("–") + "\n");
        List<String> later = new ArrayList<>();
        answer.path("restart_required").forEach(part -> later.add(part.asString()));
        if (!later.isEmpty()) {
            text.append("takes effect with the next start: ")
                    .append(String.join(", ", later))
                    .append('\n');
        }
        List<String> underWay = new ArrayList<>();
        answer.path("under_way").forEach(tier -> underWay.add(tier.asString()));
        if (!underWay.isEmpty()) {
            text.append("on its way to another engine, the old one serves meanwhile: ")
                    .append(String.join(", ", underWay))
                    .append(" (see kefuctl storage status)\n");
        }
        return text.toString();
    }
}
