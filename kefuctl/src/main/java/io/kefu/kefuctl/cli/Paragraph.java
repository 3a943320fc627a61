package io.kefu.kefuctl.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Text for a screen: broken between words, each further line below the first one's text. What is in it does nothing to the
 * terminal.
 */
public final class Paragraph {

    private static final int WIDTH = 80;

    private Paragraph() {}

    /**
     * Lines of 80 columns at most, but for a word that is longer, which stands on a line of its own.
     *
     * @param head what the first line begins with; the others are indented by as much
     */
    public static List<String> of(String head, String text) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(Columns.width(head));
        StringBuilder line = new StringBuilder(head);
        boolean begun = false;
        for (String given : text.strip().split("\\s+", -1)) {
            String word = Columns.plain(given);
            if (begun && Columns.width(line.toString()) + 1 + Columns.width(word) > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
