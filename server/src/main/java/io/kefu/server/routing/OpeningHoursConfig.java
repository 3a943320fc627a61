package io.kefu.server.routing;

import io.kefu.config.Default;
import io.kefu.config.Doc;
import io.kefu.config.FieldProblem;
import io.kefu.config.Form;
import io.kefu.config.Within;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** When people are there to answer, as written in YAML. {@link OpeningHours} reckons with it. */
public record OpeningHoursConfig(
        @Doc("The time zone (IANA) that the hours are meant in, such as `Asia/Shanghai`.") @Default("UTC")
        String zone,

        @Doc("Days and times. A time that ends before it begins runs past midnight; `24:00` is the day's end.")
        @Within(min = "1", max = "50")
        @Form(regex = OpeningHours.SPAN, is = "days and times such as `Mon-Fri 09:00-18:00`, `Sat,Sun 10:00-16:00`")
        List<String> open,

        @Doc("Days (`2026-10-01`) on which it stays closed.")
        @Within(max = "400")
        @Form(regex = "\\d{4}-\\d{2}-\\d{2}", is = "a date such as `2026-10-01`")
        List<String> holidays) {

    public OpeningHoursConfig {
        FieldProblem.unless(
                isZone(zone),
                "zone",
                "`" + zone + "` is not a time zone",
                "write one such as `Asia/Shanghai` or `UTC`");
        for (String day : holidays) {
            FieldProblem.unless(isDay(day), "holidays", "`" + day + "` is not a day", "write one such as `2026-10-01`");
        }
    }

    static boolean isZone(String zone) {
        try {
            return ZoneId.of(zone) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDay(String day) {
        try {
            return LocalDate.parse(day) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
