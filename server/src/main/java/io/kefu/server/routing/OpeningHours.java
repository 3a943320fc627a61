package io.kefu.server.routing;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether it is open at a time, and when it opens next. Pure; follows the zone's changes of the clock. */
public final class OpeningHours {

    static final String SPAN = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)([-,](Mon|Tue|Wed|Thu|Fri|Sat|Sun))*"
            + " ([01]\\d|2[0-3]):[0-5]\\d-(([01]\\d|2[0-3]):[0-5]\\d|24:00)";

    /** Beyond this it counts as never opening. */
    private static final int DAYS_AHEAD = 400;

    private final ZoneId zone;
    private final List<Span> spans;
    private final Set<LocalDate> holidays;

    public OpeningHours(OpeningHoursConfig config) {
        this.zone = ZoneId.of(config.zone());
        this.spans = config.open().stream().map(OpeningHours::span).toList();
        this.holidays = config.holidays().stream().map(LocalDate::parse).collect(Collectors.toUnmodifiableSet());
    }

    /** Hours that belong to the day on which they begin, also past midnight. */
    private record Span(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

        Instant begin(LocalDate day, ZoneId zone) {
            return ZonedDateTime.of(day, from, zone).toInstant();
        }

        Instant end(LocalDate day, ZoneId zone) {
            LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
            return ZonedDateTime.of(last, to, zone).toInstant();
        }
    }

    public boolean isOpen(Instant time) {
        LocalDate today = LocalDate.ofInstant(time, zone);
        return opensWithin(today.minusDays(1), time) || opensWithin(today, time);
    }

    /** The time itself when open; empty when it does not open within 400 days. */
    public Optional<Instant> opensAt(Instant time) {
        if (isOpen(time)) {
            return Optional.of(time);
        }
        LocalDate today = LocalDate.ofInstant(time, zone);
        return today.datesUntil(today.plusDays(DAYS_AHEAD))
                .flatMap(day -> spansOf(day).stream().map(span -> span.begin(day, zone)))
                .filter(begin -> begin.isAfter(time))
                .findFirst()
                .map(first -> earliest(first, time));
    }

    /** Spans of one day stand in the order written: an earlier one may come later. */
    private Instant earliest(Instant found, Instant after) {
        LocalDate day = LocalDate.ofInstant(found, zone);
        return spansOf(day).stream()
                .map(span -> span.begin(day, zone))
                .filter(begin -> begin.isAfter(after))
                .min(Instant::compareTo)
                .orElse(found);
    }

    private boolean opensWithin(LocalDate day, Instant time) {
        return spansOf(day).stream()
                .anyMatch(span -> !time.isBefore(span.begin(day, zone)) && time.isBefore(span.end(day, zone)));
    }

    private List<Span> spansOf(LocalDate day) {
        return holidays.contains(day)
                ? List.of()
                : spans.stream()
                        .filter(span -> span.days().contains(day.getDayOfWeek()))
                        .toList();
    }

    private static Span span(String written) {
        String[] parts = written.split(" ", -1);
        String[] times = parts[1].split("-", -1);
        LocalTime to = times[1].equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(times[1]);
        return new Span(days(parts[0]), LocalTime.parse(times[0]), to);
    }

    private static Set<DayOfWeek> days(String written) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String range : written.split(",", -1)) {
            String[] ends = range.split("-", -1);
            DayOfWeek day = day(ends[0]);
            DayOfWeek last = day(ends[ends.length - 1]);
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        return EnumSet.allOf(DayOfWeek.class).stream()
                .filter(day -> day.name().startsWith(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a day: " + name));
    }
}
