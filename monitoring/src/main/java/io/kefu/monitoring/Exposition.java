package io.kefu.monitoring;

import java.util.Locale;

/** One scrape: what to write as the body, in UTF-8, and its content type. */
public record Exposition(String contentType, String body) {
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** OpenMetrics 1.0 unless the {@code Accept} header asks for plain text and not for it. */
    static String negotiate(String accept) {
        String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        boolean plain = wanted.contains("text/plain") && !wanted.contains("application/openmetrics-text");
        return plain ? TEXT : OPEN_METRICS;
    }
}
