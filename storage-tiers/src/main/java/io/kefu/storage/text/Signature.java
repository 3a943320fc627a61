package io.kefu.storage.text;

import java.util.List;

/**
 * What a {@link Words#folded} text may hold, in {@value #LANES} numbers: where a bit that a needle asks for is missing, the
 * text does not hold the needle, and need not be read (a Bloom filter in lanes, of two bits an element). One in fifty of a
 * chat's texts has a Chinese word's bits without the word. Elements are each pair of neighbours of a script without spaces,
 * and the first two and the first four letters of each other word.
 *
 * <p>Signatures are stored: they must never come out differently.
 */
public final class Signature {
    public static final int LANES = 4;

    /** What every element's bits are in: no text is left out by it. */
    public static final long UNKNOWN = -1;

    private static final int SHORT = 2;
    private static final int LONG = 4;
    private static final int BITS = Long.SIZE - 1;

    private Signature() {}

    /** Of a folded text. */
    public static long[] of(String folded) {
        long[] lanes = new long[LANES];
        for (int from = 0; from < folded.length(); ) {
            int space = folded.indexOf(' ', from);
            int to = space < 0 ? folded.length() : space;
            if (isRun(folded, from, to)) {
                pairs(lanes, folded, from, to);
            } else {
                prefix(lanes, folded, from, to, SHORT);
                prefix(lanes, folded, from, to, LONG);
            }
            from = to + 1;
        }
        return lanes;
    }

    /** The bits of which each lane must hold all, so that the text can hold every needle. */
    public static long[] asked(List<String> needles) {
        long[] lanes = new long[LANES];
        for (String needle : needles) {
            String token = needle.strip();
            int to = token.length();
            if (isRun(token, 0, to)) {
                pairs(lanes, token, 0, to);
            } else if (!prefix(lanes, token, 0, to, LONG)) {
                prefix(lanes, token, 0, to, SHORT);
            }
        }
        return lanes;
    }

    private static boolean isRun(String text, int from, int to) {
        return from < to && Letters.kind(text.codePointAt(from)) == Letters.Kind.PAIRED;
    }

    private static void pairs(long[] lanes, String text, int from, int to) {
        int first = text.codePointAt(from);
        for (int i = from + Character.charCount(first); i < to; ) {
            int second = text.codePointAt(i);
            mark(lanes, (long) first << Integer.SIZE | second);
            first = second;
            i += Character.charCount(second);
        }
    }

    /** Whether the word there has so many letters. */
    private static boolean prefix(long[] lanes, String text, int from, int to, int letters) {
        long element = letters;
        int at = from;
        for (int i = 0; i < letters; i++) {
            if (at >= to) {
                return false;
            }
            int letter = text.codePointAt(at);
            element = element * 0x110000 + letter;
            at += Character.charCount(letter);
        }
        mark(lanes, element);
        return true;
    }

    private static void mark(long[] lanes, long element) {
        long hash = element * 0x9E3779B97F4A7C15L;
        hash = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
        hash ^= hash >>> 29;
        lanes[(int) (hash & (LANES - 1))] |= 1L << ((hash >>> 8) & BITS) | 1L << ((hash >>> 20) & BITS);
    }
}
