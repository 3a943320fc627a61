package io.kefu.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The written form of a duration: {@code 200ms}, {@code 30s}, {@code 15m}, {@code 24h}, {@code 30d}, {@code 3y}, or
 * several of them, larger first ({@code 1h30m}). A day is 24 hours and a year 365 days.
 */
public final class Durations {

    /** The written form, for schemas. */
    static final String REGEX = "(\\d{1,9}y)?(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,12}ms)?";

    private static final Pattern WRITTEN = Pattern.compile(REGEX);
    private static final Pattern PART = Pattern.compile("(\\d+)([a-z]+)");
    private static final Map<String, Duration> UNITS = units();

    private Durations() {}

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static Duration parse(String text) {
        if (text.isEmpty() || !WRITTEN.matcher(text).matches()) {
            throw new IllegalArgumentException("not a duration: " + text);
        }
        Duration total = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            total = total.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        return total;
    }

    /** The written form in the largest unit, up to days, that divides it; whole milliseconds. */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        long millis = duration.toMillis();
        return UNITS.entrySet().stream()
                .filter(unit ->
                        !unit.getKey().equals("y") && millis % unit.getValue().toMillis() == 0)
                .findFirst()
                .map(unit -> millis / unit.getValue().toMillis() + unit.getKey())
                .orElseThrow();
    }

    private static Map<String, Duration> units() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("y", Duration.ofDays(365));
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("ms", Duration.ofMillis(1));
        return units;
    }
}
