package io.kefu.storage.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Tells a file's type by its first bytes, never by its name. Markup and scripts (HTML, SVG, XML, JavaScript) are
 * {@link MediaType#BINARY} whatever they claim: no browser shall ever take an upload for a page.
 */
final class Sniffer {
    /** How many bytes decide. */
    static final int HEAD = 4096;

    private static final List<String> MARKUP =
            List.of("<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<iframe", "<img", "<!--");
    private static final List<String> ACTIVE_NAMES = List.of(
            ".html", ".htm", ".xhtml", ".xht", ".shtml", ".svg", ".svgz", ".xml", ".xsl", ".xslt", ".js", ".mjs",
            ".css", ".hta", ".mht", ".mhtml");

    private Sniffer() {}

    /** The type of the file that begins with {@code head} (its first {@value #HEAD} bytes, or all of it). */
    static MediaType type(byte[] head, String name) {
        if (starts(head, 0, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return MediaType.PNG;
        }
        if (starts(head, 0, 0xFF, 0xD8, 0xFF)) {
            return MediaType.JPEG;
        }
        if (startsWith(head, 0, "GIF87a") || startsWith(head, 0, "GIF89a")) {
            return MediaType.GIF;
        }
        if (startsWith(head, 0, "RIFF") && startsWith(head, 8, "WEBP")) {
            return MediaType.WEBP;
        }
        return soundOrFilm(head, name);
    }

    private static MediaType soundOrFilm(byte[] head, String name) {
        if (startsWith(head, 0, "RIFF") && startsWith(head, 8, "WAVE")) {
            return MediaType.WAV;
        }
        if (startsWith(head, 4, "ftyp")) {
            return mp4(head);
        }
        if (starts(head, 0, 0x1A, 0x45, 0xDF, 0xA3) && latin(head, 64).contains("webm")) {
            return MediaType.WEBM;
        }
        if (startsWith(head, 0, "OggS")) {
            return MediaType.OGG;
        }
        if (startsWith(head, 0, "ID3") || mpegLayer3(head)) {
            return MediaType.MP3;
        }
        if (startsWith(head, 0, "#!AMR")) {
            return MediaType.AMR;
        }
        return document(head, name);
    }

    private static MediaType document(byte[] head, String name) {
        if (startsWith(head, 0, "%PDF-")) {
            return MediaType.PDF;
        }
        if (starts(head, 0, 'P', 'K', 3, 4)) {
            return zip(latin(head, head.length));
        }
        return plainText(head, name) ? MediaType.TEXT : MediaType.BINARY;
    }

    private static MediaType mp4(byte[] head) {
        String brand = head.length < 12 ? "" : new String(head, 8, 4, StandardCharsets.ISO_8859_1);
        return switch (brand) {
            case "M4A ", "M4B " -> MediaType.M4A;
            case "isom",
                    "iso2",
                    "iso4",
                    "iso5",
                    "iso6",
                    "mp41",
                    "mp42",
                    "avc1",
                    "M4V ",
                    "MSNV",
                    "dash",
                    "3gp4",
                    "3gp5",
                    "3gp6" -> MediaType.MP4;
            default -> MediaType.BINARY;
        };
    }

    /** A frame header of MPEG 1, 2 or 2.5, layer III, with a legal bit rate and sampling rate. */
    private static boolean mpegLayer3(byte[] head) {
        return head.length >= 4
                && (head[0] & 0xFF) == 0xFF
                && (head[1] & 0xE6) == 0xE2
                && (head[1] & 0x18) != 0x08
                && (head[2] & 0xF0) != 0xF0
                && (head[2] & 0x0C) != 0x0C;
    }

    private static MediaType zip(String head) {
        if (!head.contains("[Content_Types].xml")) {
            return MediaType.ZIP;
        }
        if (head.contains("word/")) {
            return MediaType.DOCX;
        }
        if (head.contains("xl/")) {
            return MediaType.XLSX;
        }
        return head.contains("ppt/") ? MediaType.PPTX : MediaType.ZIP;
    }

    private static boolean plainText(byte[] head, String name) {
        String lowerName = name.toLowerCase(Locale.ROOT);
        if (ACTIVE_NAMES.stream().anyMatch(lowerName::endsWith)) {
            return false;
        }
        String text = utf8(head);
        if (text == null || text.codePoints().anyMatch(Sniffer::notInText)) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return !lower.stripLeading().startsWith("<") && MARKUP.stream().noneMatch(lower::contains);
    }

    private static boolean notInText(int c) {
        boolean space = c == '\t' || c == '\n' || c == '\r' || c == '\f';
        return (c < 0x20 && !space) || c == 0x7F;
    }

    /** Null when it is no UTF-8; a character that the head's end cuts off is forgiven. */
    private static String utf8(byte[] head) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var text = CharBuffer.allocate(head.length);
        boolean whole = head.length < HEAD;
        boolean malformed = decoder.decode(ByteBuffer.wrap(head), text, whole).isError();
        return malformed ? null : text.flip().toString();
    }

    private static boolean starts(byte[] head, int at, int... magic) {
        if (head.length < at + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[at + i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] head, int at, String magic) {
        return starts(head, at, magic.chars().toArray());
    }

    private static String latin(byte[] head, int length) {
        return new String(head, 0, Math.min(length, head.length), StandardCharsets.ISO_8859_1);
    }
}
