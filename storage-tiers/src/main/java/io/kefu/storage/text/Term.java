package io.kefu.storage.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that a text must hold: tokens that follow one another.
 *
 * @param prefix whether the last token need only begin so
 */
record Term(List<String> tokens, boolean prefix) {
    Term {
        tokens = List.copyOf(tokens);
    }

    /** Whether it stands at a place of the text's tokens. */
    boolean isAt(List<Token> text, int place) {
        if (place + tokens.size() > text.size()) {
            return false;
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (!matches(text.get(place + i).text(), i)) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(String token, int i) {
        boolean begins = prefix && i == tokens.size() - 1;
        return begins ? token.startsWith(tokens.get(i)) : token.equals(tokens.get(i));
    }

    /** What to mark there: a word whole, but of a pair only what was asked for. */
    Highlight highlight(List<Token> text, int place, String source) {
        Token first = text.get(place);
        Token last = text.get(place + tokens.size() - 1);
        boolean half = prefix && last.paired();
        int end = half ? first.start() + Character.charCount(source.codePointAt(first.start())) : last.end();
        return new Highlight(first.start(), end);
    }

    /** As an FTS5 phrase (sqlite.org/fts5.html section 3): tokens hold letters and digits only, so none needs escaping. */
    String fts5() {
        return "\"" + String.join(" ", tokens) + "\"" + (prefix ? "*" : "");
    }

    /** What a folded text holds exactly when the term stands in the text. */
    String needle() {
        String last = tokens.getLast();
        if (prefix) {
            return Letters.kind(last.codePointAt(0)) == Letters.Kind.PAIRED ? last : " " + last;
        }
        StringBuilder run = new StringBuilder();
        tokens.forEach(pair -> run.appendCodePoint(pair.codePointAt(0)));
        return run.append(last, Character.charCount(last.codePointAt(0)), last.length())
                .toString();
    }

    /** As PostgreSQL's {@code tsquery} (PostgreSQL manual, section 8.11.2). */
    String tsquery() {
        return tokens.stream().map(token -> "'" + token + "'").collect(Collectors.joining(" <-> "))
                + (prefix ? ":*" : "");
    }

    /** As a term that must be found, of MySQL's boolean mode with the ngram parser (MySQL manual, section 14.9.8). */
    String ngrams() {
        String needle = needle();
        if (needle.startsWith(" ")) {
            return "+\"" + Words.MARK + needle.substring(1) + "\"";
        }
        return switch (needle.codePointCount(0, needle.length())) {
            case 1 -> "+" + needle + "*";
            case 2 -> "+" + needle;
            default -> "+\"" + needle + "\"";
        };
    }
}
