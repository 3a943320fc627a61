package io.kefu.kefuctl.desk;

import io.kefu.kefuctl.cli.CommandFailure;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.kefuctl.cli.Terminal.Colour;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "test",
        description = "Goes the way of a visitor's browser up to the first word, and says where it ends: the widget,"
                + " what it is told, a socket from each declared page, and from one that is not. Nothing is stored."
                + " Ends with 0 when all is well, 1 when not.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl channel test web",
            "  kefuctl channel test web --url https://chat.example.com --data /var/lib/kefu"
        })
public final class ChannelTestCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    @Parameters(paramLabel = "CHANNEL", description = "Its name in the configuration.")
    String channel;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "How visitors reach the server. Without it, the public listener's own address.")
    Optional<URI> url;

    public ChannelTestCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode declared = declared();
        URI address = url.orElseGet(() -> URI.create(data.api()
                .get("/admin/v1/status")
                .path("listeners")
                .path("public")
                .asString()));
        List<String> origins = new ArrayList<>();
        declared.path("allowed_origins").forEach(origin -> origins.add(origin.asString()));
        List<WayIn.Step> steps = new WayIn(address, channel, origins).walk();
        boolean well = steps.stream().allMatch(WayIn.Step::well);
        print(address, steps, well);
        return (well ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private JsonNode declared() {
        for (JsonNode each : data.api().get("/admin/v1/channels").path("items")) {
            if (each.path("name").asString().equals(channel)) {
                return each;
            }
        }
        throw new CommandFailure(
                ExitCode.FAILED, "the configuration in force has no channel " + channel, "kefuctl channel list");
    }

    private void print(URI address, List<WayIn.Step> steps, boolean well) {
        if (output.structured()) {
            Map<String, Object> document = Json.document("ChannelTest");
            document.put("channel", channel);
            document.put("url", address.toString());
            document.put("well", well);
            document.put("steps", steps);
            output.print(session.terminal(), document, () -> "");
            return;
        }
        for (WayIn.Step step : steps) {
            String verdict = step.well()
                    ? session.terminal().paint(Colour.GREEN, "ok    ")
                    : session.terminal().paint(Colour.RED, "failed");
            session.terminal()
                    .out()
                    .println(verdict + "  " + step.what()
                            + (step.detail().isEmpty() ? "" : ": " + Said.clean(step.detail())));
        }
    }
}
