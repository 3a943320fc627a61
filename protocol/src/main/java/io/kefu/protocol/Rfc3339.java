package io.kefu.protocol;

import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/**
 * Times as RFC 3339 writes them, in UTC with exactly three digits of a second. What is finer than a millisecond is cut
 * off (towards the past).
 */
final class Rfc3339 {
    private static final int NANOS_A_MILLISECOND = 1_000_000;
    private static final long SECONDS_A_DAY = 86_400;
    /** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what google.protobuf.Timestamp allows and four digits hold. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;

    private Rfc3339() {}

    /** The 24 characters of a time; throws {@link IllegalArgumentException} outside the years 1 to 9999. */
    static String format(long seconds, int nanos) {
        if (seconds < FIRST_SECOND || seconds > LAST_SECOND || nanos < 0 || nanos >= 1_000 * NANOS_A_MILLISECOND) {
            throw new IllegalArgumentException("Not a time between the years 1 and 9999: " + seconds + " s, " + nanos
                    + " ns since 1970; set the field from a real clock");
        }
        byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
        date(text, Math.floorDiv(seconds, SECONDS_A_DAY));
        int second = (int) Math.floorMod(seconds, SECONDS_A_DAY);
        digits(text, 11, 2, second / 3600);
        digits(text, 14, 2, second / 60 % 60);
        digits(text, 17, 2, second % 60);
        digits(text, 20, 3, nanos / NANOS_A_MILLISECOND);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Any RFC 3339 time with an offset; throws {@link DateTimeException} for anything else. */
    static Timestamp parse(String text) {
        Instant instant = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        long seconds = instant.getEpochSecond();
        if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
            throw new DateTimeException("outside the years 1 to 9999");
        }
        return Timestamp.newBuilder()
                .setSeconds(seconds)
                .setNanos(instant.getNano())
                .build();
    }

    private static void date(byte[] text, long epochDay) {
        LocalDate day = LocalDate.ofEpochDay(epochDay);
        digits(text, 0, 4, day.getYear());
        digits(text, 5, 2, day.getMonthValue());
        digits(text, 8, 2, day.getDayOfMonth());
    }

    private static void digits(byte[] text, int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
