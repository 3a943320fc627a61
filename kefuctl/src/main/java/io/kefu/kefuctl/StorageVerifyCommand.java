package io.kefu.kefuctl;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

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
        List<JsonNode> found = days.each(new AdminApi(data.directory), "verify", session.terminal());
        long wrong = found.stream()
                .filter(each -> each.path("verdict").asString().equals("disagree"))
                .count();
        session.terminal()
                .out()
                .printf("%d %s, %d of them disagree%n", found.size(), found.size() == 1 ? "day" : "days", wrong);
        return (wrong == 0 ? ExitCode.OK : ExitCode.DEGRADED).code();
    }
}
