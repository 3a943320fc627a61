package io.kefu.config;

import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** From an offset in a scalar's text to the place in the file where that character was written. */
final class TextPlace {

    private TextPlace() {}

    /** Exact for texts on one line and for {@code |} blocks; the start of the text for folded ones. */
    static Position inside(SourceFile file, Node node, int offset) {
        Position start = YamlText.position(file, node.getStartMark());
        if (!(node instanceof ScalarNode scalar)) {
            return start;
        }
        int within = Math.clamp(
                offset, 0, scalar.getValue().codePointCount(0, scalar.getValue().length()));
        if (scalar.getScalarStyle() == ScalarStyle.LITERAL) {
            return inBlock(file, start, scalar.getValue(), within);
        }
        boolean oneLine = scalar.getEndMark()
                .map(end -> end.getLine() + 1 == start.line())
                .orElse(false);
        return oneLine ? onLine(file, start, scalar.getScalarStyle(), within) : start;
    }

    private static Position inBlock(SourceFile file, Position start, String value, int offset) {
        String before = value.substring(0, value.offsetByCodePoints(0, offset));
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int line = start.line() + 1 + lines;
        int indent = value.lines()
                .findFirst()
                .map(first -> file.line(start.line() + 1).indexOf(first))
                .orElse(0);
        String tail = before.substring(before.lastIndexOf('\n') + 1);
        return new Position(start.file(), line, Math.max(indent, 0) + tail.codePointCount(0, tail.length()) + 1);
    }

    private static Position onLine(SourceFile file, Position start, ScalarStyle style, int offset) {
        if (style == ScalarStyle.PLAIN) {
            return new Position(start.file(), start.line(), start.column() + offset);
        }
        int[] written = file.line(start.line()).codePoints().toArray();
        int at = start.column(); // the index after the opening quote, as columns count from 1
        for (int i = 0; i < offset && at < written.length; i++) {
            at += width(written, at, style);
        }
        return new Position(start.file(), start.line(), at + 1);
    }

    /** How many code points of the file stand for one of the text (YAML 1.2.2, 5.7 and 7.3). */
    private static int width(int[] written, int at, ScalarStyle style) {
        if (style == ScalarStyle.SINGLE_QUOTED) {
            return written[at] == '\'' ? 2 : 1;
        }
        if (written[at] != '\\' || at + 1 == written.length) {
            return 1;
        }
        return switch (written[at + 1]) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }
}
