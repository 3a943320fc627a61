package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.DataOption;
import io.kefu.kefuctl.cli.Session;
import io.kefu.kefuctl.cli.StandardOptions;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backfill",
        description =
                "Fills a tier with what the other one holds of a period and compares each day. Days that have aged"
                        + " come back into the warm tier until they age again. Ends with 0, or with 4 when a day still disagrees.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kefuctl storage backfill --tier cold",
            "  kefuctl storage backfill --tier warm --from 2026-10-01 --to 2026-10-31"
        })
final class StorageBackfillCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    StandardOptions standard;

    @Mixin
    DataOption data;

    @Option(
            names = "--tier",
            defaultValue = "cold",
            paramLabel = "TIER",
            description = "warm or cold: the one that is filled. Default: ${DEFAULT-VALUE}.")
    Filled tier;

    @Option(
            names = "--from",
            converter = Day.class,
            paramLabel = "DAY",
            description = "The first day (UTC). Default: the first that there is.")
    LocalDate from;

    @Option(
            names = "--to",
            converter = Day.class,
            paramLabel = "DAY",
            description = "The last day, included. Default: the last that there is.")
    LocalDate to;

    /** Tiers that hold whole days. */
    enum Filled {
        warm,
        cold
    }

    StorageBackfillCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        AdminApi api = data.changing(session.terminal());
        List<String> days = DayOption.all(api).stream().filter(this::isAskedFor).toList();
        return DayOption.run(days, api, "backfill?tier=" + tier, session.terminal())
                .code();
    }

    private boolean isAskedFor(String day) {
        LocalDate each = LocalDate.parse(day);
        return (from == null || !each.isBefore(from)) && (to == null || !each.isAfter(to));
    }
}
