package io.kefu.kefuctl.config;

import io.kefu.config.JsonSchema;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import io.kefu.server.app.Kinds;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "schema",
        description = "Prints the JSON Schema (draft-07) of the configuration, for editors that complete and"
                + " check YAML.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl config schema > kefu.schema.json", "  kefuctl config schema | jq '.definitions | keys'"})
final class ConfigSchemaCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    ConfigSchemaCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.terminal().out().print(JsonSchema.of(Kinds.ALL));
        return ExitCode.OK.code();
    }
}
