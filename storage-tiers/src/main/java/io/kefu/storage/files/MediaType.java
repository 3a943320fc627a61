package io.kefu.storage.files;

import java.util.Locale;

/** The types that are told apart by their first bytes; everything else is {@link #BINARY} and only ever downloaded. */
public enum MediaType {
    PNG("image/png", true),
    JPEG("image/jpeg", true),
    GIF("image/gif", true),
    WEBP("image/webp", true),
    MP4("video/mp4", true),
    M4A("audio/mp4", true),
    WEBM("video/webm", true),
    OGG("audio/ogg", true),
    MP3("audio/mpeg", true),
    WAV("audio/wav", true),
    AMR("audio/amr", true),
    PDF("application/pdf", false),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", false),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false),
    PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", false),
    ZIP("application/zip", false),
    TEXT("text/plain; charset=utf-8", false),
    BINARY("application/octet-stream", false);

    private final String mime;
    private final boolean inline;

    MediaType(String mime, boolean inline) {
        this.mime = mime;
        this.inline = inline;
    }

    public String mime() {
        return mime;
    }

    /** Whether a browser may show it in place; none of these can hold a script that a browser would run. */
    public boolean inline() {
        return inline;
    }

    public boolean image() {
        return mime.startsWith("image/");
    }

    /** {@code image}, {@code audio}, {@code video}, {@code text} or {@code application}. */
    public String family() {
        return mime.substring(0, mime.indexOf('/'));
    }

    /** The type stored as {@code mime}; {@link #BINARY} for a word that this version does not know. */
    public static MediaType of(String mime) {
        String wanted = mime.toLowerCase(Locale.ROOT);
        for (MediaType type : values()) {
            if (type.mime.equals(wanted)) {
                return type;
            }
        }
        return BINARY;
    }
}
