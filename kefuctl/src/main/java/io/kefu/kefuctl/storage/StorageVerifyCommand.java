package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "verify",
        description =
                "Holds the warm tier against the cold one, day by day, by count and digest. Ends with 0, or with 4 when a day"
                        + " disagrees: then look at it, and let `storage repair` mend it.",
        footerHeading = "%nExamples:%n",
        footer = {"  kefuctl storage verify", "  kefuctl storage verify --day 2026-10-01 --data /var/lib/kefu"})
final class StorageVerifyCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Mixin
    DayOption days;

    StorageVerifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return days.run(data.api(), "verify", session.terminal()).code();
    }
}
