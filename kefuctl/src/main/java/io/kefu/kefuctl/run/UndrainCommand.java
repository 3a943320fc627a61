package io.kefu.kefuctl.run;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "undrain",
        description =
                "Calls a drain off: the server is ready and lets clients in again. Whoever was told to leave still"
                        + " leaves, and may come back.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl undrain", "  kefuctl undrain --data /var/lib/kefu"})
final class UndrainCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    UndrainCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        data.changing(session.terminal()).post("/admin/v1/undrain", Map.of());
        session.terminal().err().println("the server is ready and lets clients in");
        return ExitCode.OK.code();
    }
}
