package io.kefu.kefuctl.desk;

/** A time as tables have it. */
final class Moment {

    private Moment() {}

    /** To the second, in UTC: {@code 2026-03-02 08:00:05}. */
    static String of(String instant) {
        return instant.length() < 19 ? instant : instant.substring(0, 19).replace('T', ' ');
    }
}
