package io.kefu.storage.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into tokens: of scripts without spaces every pair of neighbours and the last character of each run, so that a
 * word of two characters is one token and a longer one a phrase; of others the words, folded. A cursor: a message has
 * dozens of tokens, and what is written of it is made without an object for each.
 */
final class Tokens {
    /** A word is told apart by so many code points; the rest of a longer one is not searched. */
    static final int WORD_LENGTH = 64;

    private final String text;
    private int at; // behind this token, of a pair behind its first character
    private int start;
    private int end;
    private boolean paired;

    /** Before the first one. */
    Tokens(String text) {
        this.text = text;
    }

    static List<Token> of(String text) {
        List<Token> all = new ArrayList<>();
        Tokens tokens = new Tokens(text);
        StringBuilder token = new StringBuilder();
        while (tokens.next()) {
            token.setLength(0);
            tokens.appendTo(token);
            all.add(new Token(token.toString(), tokens.start, tokens.end, tokens.paired));
        }
        return all;
    }

    /** Goes to the next token; false behind the last one. */
    boolean next() {
        while (at < text.length()) {
            switch (Letters.kind(foldedAt(at))) {
                case PAIRED -> {
                    pair();
                    return true;
                }
                case WORD -> {
                    word();
                    return true;
                }
                default -> at += width(at);
            }
        }
        return false;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Whether it is of a script without spaces: a pair of characters, or the last one of its run. */
    boolean paired() {
        return paired;
    }

    /** Whether it is the last character of its run alone. */
    boolean endsRun() {
        return paired && end == at;
    }

    /** Appends the token as it is compared. */
    void appendTo(StringBuilder into) {
        int left = WORD_LENGTH;
        for (int i = start; i < end && left > 0; i += width(i)) {
            int c = foldedAt(i);
            if (Letters.kind(c) != Letters.Kind.MARK) {
                into.appendCodePoint(c);
                left--;
            }
        }
    }

    /** Appends its first character as it is compared. */
    void appendFirstTo(StringBuilder into) {
        into.appendCodePoint(foldedAt(start));
    }

    private void pair() {
        int second = at + width(at);
        start = at;
        end = isPaired(second) ? second + width(second) : second;
        at = second;
        paired = true;
    }

    private void word() {
        start = at;
        for (boolean within = true; within; ) {
            at += width(at);
            Letters.Kind kind = at < text.length() ? Letters.kind(foldedAt(at)) : Letters.Kind.OTHER;
            within = kind == Letters.Kind.WORD || kind == Letters.Kind.MARK;
        }
        end = at;
        paired = false;
    }

    private boolean isPaired(int index) {
        return index < text.length() && Letters.kind(foldedAt(index)) == Letters.Kind.PAIRED;
    }

    private int foldedAt(int index) {
        return Letters.fold(text.codePointAt(index));
    }

    private int width(int index) {
        return Character.charCount(text.codePointAt(index));
    }
}
