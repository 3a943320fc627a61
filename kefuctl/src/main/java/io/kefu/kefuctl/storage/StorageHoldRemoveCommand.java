package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description = "Lets a conversation go: it ages, and may be erased, as any other. It is in the server's log.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl storage hold remove cZk3v9mQ2",
            "  kefuctl storage hold remove cZk3v9mQ2 --data /var/lib/kefu"
        })
final class StorageHoldRemoveCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Parameters(paramLabel = "CONVERSATION", description = "Its id.")
    String conversation;

    StorageHoldRemoveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        data.changing(session.terminal()).delete("/admin/v1/storage/holds/" + AdminApi.segment(conversation));
        session.terminal().err().println("conversation " + conversation + " is no longer held");
        return ExitCode.OK.code();
    }
}
