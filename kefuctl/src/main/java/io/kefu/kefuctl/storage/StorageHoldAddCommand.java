package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = "Holds a conversation from now on. It is in the server's log, with the reason.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl storage hold add cZk3v9mQ2",
            "  kefuctl storage hold add cZk3v9mQ2 --reason \"case 2026-117\" --data /var/lib/kefu"
        })
final class StorageHoldAddCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Parameters(paramLabel = "CONVERSATION", description = "Its id, as the console shows it.")
    String conversation;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, in your words.")
    String reason;

    StorageHoldAddCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        data.changing(session.terminal())
                .put("/admin/v1/storage/holds/" + AdminApi.segment(conversation), Map.of("reason", reason));
        session.terminal().err().println("conversation " + conversation + " is held");
        return ExitCode.OK.code();
    }
}
