package io.kefu.storage.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a search asks for: every term must be found. A run of Chinese (or another script without spaces) is found wherever
 * it stands, even a single character; a Latin word is found at the beginning of words, whatever its case and accents.
 */
public final class Words {
    /** Terms beyond these are left out. */
    public static final int MOST_TERMS = 16;

    /** A query longer than this is cut. */
    public static final int MOST_CHARS = 400;

    /** A letter, as the ngram parser skips signs; of Ogham, which is written on stones. */
    static final char MARK = '\u168F';

    private static final int MOST_HIGHLIGHTS = 100;
    private static final int MOST_PLACES = 16_383;
    private static final int MOST_VECTOR_CHARS = 200_000;

    private final List<Term> terms;

    private Words(List<Term> terms) {
        this.terms = terms;
    }

    public static Words asked(String query) {
        List<Token> tokens = Tokens.of(query.substring(0, Math.min(query.length(), MOST_CHARS)));
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < tokens.size() && terms.size() < MOST_TERMS; ) {
            int end = endOfRun(tokens, i);
            terms.add(term(tokens.subList(i, end)));
            i = end;
        }
        return new Words(terms.stream().distinct().toList());
    }

    /** A run of pairs ends with the token that is its last character alone. */
    private static int endOfRun(List<Token> tokens, int from) {
        int end = from + 1;
        while (end < tokens.size()
                && tokens.get(from).paired()
                && tokens.get(end).paired()
                && tokens.get(end).start() < tokens.get(end - 1).end()) {
            end++;
        }
        return end;
    }

    private static Term term(List<Token> run) {
        List<String> tokens = run.stream().map(Token::text).toList();
        return run.size() == 1 ? new Term(tokens, true) : new Term(tokens.subList(0, tokens.size() - 1), false);
    }

    /** Whether nothing can be found: the query held no letter and no digit. */
    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /** The query for an FTS5 column that holds {@link #indexed} text under the {@code ascii} tokeniser. */
    public String fts5() {
        return terms.stream().map(Term::fts5).collect(Collectors.joining(" AND "));
    }

    /** Whether every term stands in the text. */
    public boolean areIn(String text) {
        List<Token> tokens = Tokens.of(text);
        return !terms.isEmpty() && terms.stream().allMatch(term -> stands(term, tokens));
    }

    private static boolean stands(Term term, List<Token> tokens) {
        for (int place = 0; place < tokens.size(); place++) {
            if (term.isAt(tokens, place)) {
                return true;
            }
        }
        return false;
    }

    /** Where the terms stand: ascending, apart, at most a hundred. */
    public List<Highlight> highlights(String text) {
        List<Token> tokens = Tokens.of(text);
        List<Highlight> found = new ArrayList<>();
        for (int place = 0; place < tokens.size() && found.size() < MOST_HIGHLIGHTS; place++) {
            for (Term term : terms) {
                if (term.isAt(tokens, place)) {
                    add(found, term.highlight(tokens, place, text));
                }
            }
        }
        return List.copyOf(found);
    }

    private static void add(List<Highlight> found, Highlight next) {
        if (found.isEmpty() || found.getLast().end() < next.start()) {
            found.add(next);
        } else {
            Highlight last = found.removeLast();
            found.add(new Highlight(Math.min(last.start(), next.start()), Math.max(last.end(), next.end())));
        }
    }

    /**
     * The query, in MySQL's boolean mode, for a full-text index of pairs of characters over {@link #runs} text. Tokens hold
     * letters, digits and marks of letters only, so that none is an operator.
     */
    public String ngrams() {
        return terms.stream().map(Term::ngrams).collect(Collectors.joining(" "));
    }

    /**
     * The text that an index of pairs of characters is made of. A mark begins each word and ends each run of a script
     * without spaces: with it, the beginning of a word is a run of pairs like any other, and each character of a run
     * begins a pair.
     */
    public static String runs(String text) {
        StringBuilder runs = new StringBuilder(text.length() + 8);
        Tokens tokens = new Tokens(text);
        while (tokens.next()) {
            if (tokens.paired()) {
                tokens.appendFirstTo(runs);
            } else {
                runs.append(MARK);
                tokens.appendTo(runs);
            }
            if (!tokens.paired()) {
                runs.append(' ');
            } else if (tokens.endsRun()) {
                runs.append(MARK).append(' ');
            }
        }
        return runs.toString();
    }

    /** The query, as PostgreSQL's {@code tsquery}, for a column that holds {@link #tsvector}. */
    public String tsquery() {
        return terms.stream().map(Term::tsquery).collect(Collectors.joining(" & "));
    }

    /**
     * A text as PostgreSQL's {@code tsvector}: its tokens with their places. A vector knows no place behind the 16,383rd
     * and holds less than a megabyte (PostgreSQL manual, section 12.11): the rest of a longer text is not searched.
     */
    public static String tsvector(String text) {
        Map<String, StringBuilder> places = new LinkedHashMap<>();
        int place = 0;
        int chars = 0;
        for (Token token : Tokens.of(text)) {
            chars += token.text().length();
            if (++place > MOST_PLACES || chars > MOST_VECTOR_CHARS) {
                break;
            }
            StringBuilder each = places.computeIfAbsent(token.text(), first -> new StringBuilder());
            each.append(each.isEmpty() ? ':' : ',').append(place);
        }
        StringBuilder vector = new StringBuilder();
        places.forEach((token, each) ->
                vector.append('\'').append(token).append('\'').append(each).append(' '));
        return vector.toString();
    }

    /** The column that is indexed for a text: its tokens with a space between each two. */
    public static String indexed(String text) {
        StringBuilder indexed = new StringBuilder(2 * text.length());
        Tokens tokens = new Tokens(text);
        while (tokens.next()) {
            if (!indexed.isEmpty()) {
                indexed.append(' ');
            }
            tokens.appendTo(indexed);
        }
        return indexed.toString();
    }

    /**
     * A text as {@link #needles} are found in it by looking for them as they are: folded, each word between spaces, each
     * run of a script without spaces in one piece.
     */
    public static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length() + 2);
        int end = -1;
        Tokens tokens = new Tokens(text);
        while (tokens.next()) {
            if (!tokens.paired() || tokens.start() >= end) {
                folded.append(' ');
            }
            if (tokens.paired()) {
                tokens.appendFirstTo(folded); // the second one is the next pair's first
                end = tokens.end();
            } else {
                tokens.appendTo(folded);
                end = -1;
            }
        }
        return folded.toString();
    }

    /** What a {@link #folded} text holds, each of them, exactly when {@link #areIn} says so of the text. */
    public List<String> needles() {
        return terms.stream().map(Term::needle).distinct().toList();
    }
}
