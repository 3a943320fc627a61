package io.kefu.storage.sql;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** UTC months as one number, year * 100 + month, by which tables are told apart. */
public final class Months {
    private static final YearMonth FIRST = YearMonth.of(1970, 1);
    private static final YearMonth LAST = YearMonth.of(9999, 12);

    private Months() {}

    /**
     * The month of a moment.
     *
     * @throws IllegalArgumentException when it is not within 1970 and 9999
     */
    public static int at(long millis) {
        return number(YearMonth.from(Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC)));
    }

    public static int of(LocalDate day) {
        return number(YearMonth.from(day));
    }

    private static int number(YearMonth month) {
        if (month.isBefore(FIRST) || month.isAfter(LAST)) {
            throw new IllegalArgumentException(month + " is not within " + FIRST + " and " + LAST);
        }
        return month.getYear() * 100 + month.getMonthValue();
    }

    public static YearMonth month(int number) {
        return YearMonth.of(number / 100, number % 100);
    }

    /** The month's first moment, in milliseconds. */
    public static long begin(int number) {
        return month(number).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** The first moment after the month, in milliseconds. */
    public static long end(int number) {
        return month(number)
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }

    /** What the names of the month's tables end with: {@code 2026_11}. */
    static String suffix(int number) {
        return month(number).toString().replace('-', '_');
    }
}
