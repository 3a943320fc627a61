package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "repair",
        description =
                "Gives the warm and the cold tier what each lacks of a day that the other has, and compares them again. Ends"
                        + " with 0, or with 4 when a day still disagrees.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl storage repair", "  kefuctl storage repair --day 2026-10-01 --data /var/lib/kefu"})
final class StorageRepairCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    DayOption days;

    StorageRepairCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return days.run(data.changing(session.terminal()), "repair", session.terminal())
                .code();
    }
}
