import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Set;

/** The heading of a format whose rows come in pieces. The engine may write it before each; clients want it once. */
final class Heading {
    private static final Set<String> WITHOUT_HEADING = Set.of(
            "RowBinary",
            "Native",
            "JSONEachRow",
            "JSONLines",
            "NDJSON",
            "JSONCompactEachRow",
            "JSONStringsEachRow",
            "CSV",
            "TSV",
            "TSVRaw",
            "TabSeparated",
            "TabSeparatedRaw",
            "LineAsString",
            "Values");

    private final String format;
    private byte[] first;

    Heading(String format) {
        this.format = format;
    }

    /** The first piece as it is; a later one without the heading that it may repeat. */
    MemorySegment once(MemorySegment piece) {
        if (first == null) {
            first = piece.asSlice(0, length(format, piece)).toArray(JAVA_BYTE);
            return piece;
        }
        return begins(piece) ? piece.asSlice(first.length) : piece;
    }

    private boolean begins(MemorySegment piece) {
        return piece.byteSize() >= first.length
                && piece.asSlice(0, first.length).mismatch(MemorySegment.ofArray(first)) < 0;
    }

    /** Whether rows in the format can be sent in pieces. */
    static boolean knows(String format) {
        return WITHOUT_HEADING.contains(format) || headingLists(format) > 0 || headingLines(format) > 0;
    }

    /** How many of the piece's bytes are the heading. */
    private static long length(String format, MemorySegment piece) {
        if (headingLists(format) > 0) return binaryHeading(piece, headingLists(format));
        return lines(piece, headingLines(format));
    }

    private static int headingLists(String format) {
        return switch (format) {
            case "RowBinaryWithNames" -> 1;
            case "RowBinaryWithNamesAndTypes" -> 2;
            default -> 0;
        };
    }

    private static int headingLines(String format) {
        if (format.endsWith("WithNamesAndTypes")) return 2;
        return format.endsWith("WithNames") ? 1 : 0;
    }

    /** The number of columns, then as many texts a list, each after its length; numbers are LEB128. */
    private static long binaryHeading(MemorySegment piece, int lists) {
        var at = new long[1];
        var texts = number(piece, at) * lists;
        for (var i = 0L; i < texts; i++) {
            var length = number(piece, at);
            at[0] += length;
        }
        return at[0];
    }

    private static long number(MemorySegment piece, long[] at) {
        var value = 0L;
        for (var shift = 0; ; shift += 7) {
            var next = piece.get(JAVA_BYTE, at[0]++);
            value |= (next & 0x7fL) << shift;
            if (next >= 0) return value;
        }
    }

    private static long lines(MemorySegment piece, int lines) {
        var at = 0L;
        for (var left = lines; left > 0 && at < piece.byteSize(); at++) {
            if (piece.get(JAVA_BYTE, at) == '\n') left--;
        }
        return at;
    }
}
