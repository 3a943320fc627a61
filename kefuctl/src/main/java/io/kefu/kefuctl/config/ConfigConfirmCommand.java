package io.kefu.kefuctl.config;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Json;
import io.kefu.kefuctl.cli.OutputOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
        name = "confirm",
        description = "Keeps the revision that is being tried (kefuctl config apply --try).",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl config confirm", "  kefuctl config confirm --data /var/lib/kefu -o json"})
final class ConfigConfirmCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    OutputOption output;

    ConfigConfirmCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode answer = new ConfigApi(data.changing(session.terminal())).confirm();
        output.print(
                session.terminal(),
                Json.document("ConfigConfirmed", answer),
                () -> "kept: revision " + answer.path("revision").asString() + "\n");
        return ExitCode.OK.code();
    }
}
