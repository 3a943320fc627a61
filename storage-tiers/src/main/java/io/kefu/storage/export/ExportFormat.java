package io.kefu.storage.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The form of an export. */
public enum ExportFormat {
    /** RFC 4180, UTF-8, with a line of names; line ends are CRLF. */
    CSV("text/csv; charset=utf-8"),
    /** One JSON object a line, UTF-8, LF. */
    JSONL("application/x-ndjson"),
    /** Apache Parquet, for analysis: times are moments, numbers and flags what they are. */
    PARQUET("application/vnd.apache.parquet");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /**
     * The one with a name, such as {@code csv}.
     *
     * @throws IllegalArgumentException with the names that there are, for another one
     */
    public static ExportFormat named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.word().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(ExportFormat::word).collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String mediaType() {
        return mediaType;
    }
}
