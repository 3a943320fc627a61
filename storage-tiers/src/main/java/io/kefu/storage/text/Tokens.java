package io.kefu.storage.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into tokens: of scripts without spaces every pair of neighbours and the last character of each run, so that a
 * word of two characters is one token and a longer one a phrase; of others the words, folded.
 */
final class Tokens {
    /** A word is told apart by so many code points; the rest of a longer one is not searched. */
    static final int WORD_LENGTH = 64;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokens(String text) {
        this.text = text;
    }

    static List<Token> of(String text) {
        Tokens tokens = new Tokens(text);
        while (tokens.at < text.length()) {
            tokens.next();
        }
        return tokens.tokens;
    }

    /** Whether a token is a single character. */
    static boolean isOne(String token) {
        return token.length() == Character.charCount(token.codePointAt(0));
    }

    private void next() {
        switch (Letters.kind(foldedAt(at))) {
            case PAIRED -> run();
            case WORD -> word();
            default -> at += width(at);
        }
    }

    private void run() {
        while (isPaired(at)) {
            int second = at + width(at);
            boolean last = !isPaired(second);
            int end = last ? second : second + width(second);
            tokens.add(new Token(folded(at, end), at, end, true));
            at = second;
        }
    }

    /** Most characters are their own folded form. */
    private String folded(int from, int to) {
        boolean itself = true;
        for (int i = from; i < to && itself; i += width(i)) {
            itself = foldedAt(i) == text.codePointAt(i);
        }
        if (itself) {
            return text.substring(from, to);
        }
        StringBuilder folded = new StringBuilder(to - from);
        for (int i = from; i < to; i += width(i)) {
            folded.appendCodePoint(foldedAt(i));
        }
        return folded.toString();
    }

    private void word() {
        int start = at;
        StringBuilder word = new StringBuilder();
        for (int length = 0; at < text.length(); at += width(at)) {
            int c = foldedAt(at);
            Letters.Kind kind = Letters.kind(c);
            if (kind == Letters.Kind.WORD && length++ < WORD_LENGTH) {
                word.appendCodePoint(c);
            } else if (kind != Letters.Kind.WORD && kind != Letters.Kind.MARK) {
                break;
            }
        }
        tokens.add(new Token(word.toString(), start, at, false));
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
