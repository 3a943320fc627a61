package io.kefu.server.admin;

import io.kefu.server.admin.http.ApiException;
import java.net.URI;
import java.net.URISyntaxException;

/** Bounds on the words of people and pages. What is over is {@code bad_request}; markup is text and stays text. */
final class Texts {
    static final int MAX_NAME = 128;
    static final int MAX_EXTERNAL_ID = 128;
    static final int MAX_TITLE = 512;
    static final int MAX_URL = 2048;
    static final int MAX_LOCALE = 35; // RFC 5646 section 4.4.1

    private Texts() {}

    /** One line: control and direction characters are taken out; null is empty. */
    static String line(String field, String text, int maxCodePoints) {
        if (text == null) {
            return "";
        }
        if (text.codePointCount(0, text.length()) > maxCodePoints) {
            throw ApiException.badField(field, "may have " + maxCodePoints + " characters");
        }
        return text.codePoints()
                .filter(Texts::printed)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static boolean printed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            // Embeddings and overrides of direction; the joiners of emoji and scripts stay.
            default -> !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069);
        };
    }

    /** An address that a person may be shown as a link: http or https, else empty. A page in an app has others. */
    static String url(String field, String text) {
        String url = line(field, text, MAX_URL);
        try {
            String scheme = new URI(url).getScheme();
            return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme) ? url : "";
        } catch (URISyntaxException e) {
            // Browsers allow what RFC 3986 does not, such as '|' in a query; the scheme is what matters.
            return url.regionMatches(true, 0, "https://", 0, 8) || url.regionMatches(true, 0, "http://", 0, 7)
                    ? url
                    : "";
        }
    }

    /** A language tag (BCP 47), or empty. */
    static String locale(String field, String text) {
        String locale = line(field, text, MAX_LOCALE);
        if (!locale.matches("[A-Za-z0-9_-]*")) {
            throw ApiException.badField(field, "must be a language tag such as zh-CN");
        }
        return locale;
    }

    /** Not empty, at most {@code max} characters. */
    static String required(String field, String text, int max) {
        if (text == null || text.isEmpty()) {
            throw ApiException.badField(field, "is needed");
        }
        if (text.length() > max) {
            throw ApiException.badField(field, "may have " + max + " characters");
        }
        return text;
    }
}
