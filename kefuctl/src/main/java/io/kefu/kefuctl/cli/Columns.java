package io.kefu.kefuctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows under heads, each column as wide as its widest text. A Chinese character takes two places (UAX #11). What is in a cell
 * does nothing to the terminal.
 */
public final class Columns {

    private static final String GAP = "   ";

    private Columns() {}

    /** One line a row, the heads first; no line ends with spaces. */
    public static List<String> of(List<String> heads, List<List<String>> rows) {
        List<List<String>> all = Stream.concat(Stream.of(heads), rows.stream())
                .map(row -> row.stream().map(Columns::plain).toList())
                .toList();
        return all.stream().map(row -> line(row, all)).toList();
    }

    private static String line(List<String> row, List<List<String>> all) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            int column = i;
            int widest = all.stream().mapToInt(r -> width(r.get(column))).max().orElse(0);
            cells.add(row.get(i) + " ".repeat(widest - width(row.get(i))));
        }
        return String.join(GAP, cells).stripTrailing();
    }

    /** Without control characters, which could move the cursor or ring the bell (ECMA-48): a line stays one line. */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .map(each -> each == '\n' ? '⏎' : each)
                .filter(each ->
                        Character.getType(each) != Character.CONTROL && Character.getType(each) != Character.FORMAT)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /** The same, at most so many characters of it. */
    public static String plain(String text, int most) {
        int end = text.codePointCount(0, text.length()) > most ? text.offsetByCodePoints(0, most) : text.length();
        return plain(text.substring(0, end)) + (end < text.length() ? "…" : "");
    }

    /** How many places of a terminal a text takes. */
    public static int width(String text) {
        return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
    }

    private static boolean isWide(int codePoint) {
        return Character.isIdeographic(codePoint)
                || (codePoint >= 0x3000 && codePoint <= 0x30FF)
                || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
                || (codePoint >= 0xFF01 && codePoint <= 0xFF60);
    }
}
