package io.kefu.kefuctl.storage;

import io.kefu.kefuctl.cli.AdminApi;
import io.kefu.kefuctl.cli.ExitCode;
import io.kefu.kefuctl.cli.Terminal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

final class DayOption {

    @Option(
            names = "--day",
            paramLabel = "DAY",
            converter = Day.class,
            description = "Only this day, such as 2026-10-01 (UTC). Default: every day.")
    LocalDate day;

    /** Does it to the day, or to each in turn, and tells how many disagree then. */
    ExitCode run(AdminApi api, String what, Terminal terminal) {
        return run(days(api), api, what, terminal);
    }

    /** The same to other days. */
    static ExitCode run(List<String> days, AdminApi api, String what, Terminal terminal) {
        List<JsonNode> found = each(days, api, what, terminal);
        long wrong = found.stream()
                .filter(each -> each.path("verdict").asString().equals("disagree"))
                .count();
        terminal.out().printf("%d %s, %d of them disagree%n", found.size(), found.size() == 1 ? "day" : "days", wrong);
        return wrong == 0 ? ExitCode.OK : ExitCode.DEGRADED;
    }

    /** Tells what was found of a day as soon as it is known. */
    private static List<JsonNode> each(List<String> days, AdminApi api, String what, Terminal terminal) {
        List<JsonNode> found = new ArrayList<>();
        for (String each : days) {
            JsonNode answer = api.postPatiently("/admin/v1/storage/days/" + each + "/" + what, Map.of());
            found.add(answer);
            terminal.err()
                    .printf(
                            "%s  %s (warm %d, cold %d messages)%n",
                            each,
                            answer.path("verdict").asString(),
                            answer.path("warm").path("messages").asLong(),
                            answer.path("cold").path("messages").asLong());
        }
        return found;
    }

    private List<String> days(AdminApi api) {
        if (day != null) {
            return List.of(day.toString());
        }
        return all(api);
    }

    /** Every day of which there are messages. */
    static List<String> all(AdminApi api) {
        List<String> days = new ArrayList<>();
        api.get("/admin/v1/storage/days").path("days").forEach(each -> days.add(each.asString()));
        return days;
    }
}
