package io.kefu.storage.export;

/** The form of an export. */
public enum ExportFormat {
    /** RFC 4180, UTF-8, with a line of names; line ends are CRLF. */
    CSV("text/csv; charset=utf-8"),
    /** One JSON object a line, UTF-8, LF. */
    JSONL("application/x-ndjson");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }
}
