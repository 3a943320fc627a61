package io.kefu.storage.postgresql;

/**
 * Texts for columns that cannot hold U+0000 (PostgreSQL manual, section 8.3): it is written as a private character and a
 * digit, and so is that character itself. Texts with neither, which are nearly all, stay as they are.
 */
final class NulFree {
    private static final char SIGN = '\uE000';
    private static final char NUL = '\u0000';

    private NulFree() {}

    static String written(String text) {
        return text.indexOf(NUL) < 0 && text.indexOf(SIGN) < 0
                ? text
                : text.replace(String.valueOf(SIGN), SIGN + "1").replace(String.valueOf(NUL), SIGN + "0");
    }

    static String asItWas(String written) {
        return written.indexOf(SIGN) < 0
                ? written
                : written.replace(SIGN + "0", String.valueOf(NUL)).replace(SIGN + "1", String.valueOf(SIGN));
    }
}
