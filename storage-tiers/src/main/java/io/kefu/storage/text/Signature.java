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
        for (String token : folded.split(" ", -1)) {
            if (isRun(token)) {
                pairs(lanes, token);
            } else {
                prefix(lanes, token, SHORT);
                prefix(lanes, token, LONG);
            }
        }
        return lanes;
    }

    /** The bits of which each lane must hold all, so that the text can hold every needle. */
    public static long[] asked(List<String> needles) {
        long[] lanes = new long[LANES];
        for (String needle : needles) {
            String token = needle.strip();
            if (isRun(token)) {
                pairs(lanes, token);
            } else if (!prefix(lanes, token, LONG)) {
                prefix(lanes, token, SHORT);
            }
        }
        return lanes;
    }

    private static boolean isRun(String token) {
        return !token.isEmpty() && Letters.kind(token.codePointAt(0)) == Letters.Kind.PAIRED;
    }

    private static void pairs(long[] lanes, String run) {
        int first = run.codePointAt(0);
        for (int i = Character.charCount(first); i < run.length(); ) {
            int second = run.codePointAt(i);
            mark(lanes, (long) first << Integer.SIZE | second);
            first = second;
            i += Character.charCount(second);
        }
    }

    /** Whether the word has so many letters. */
    private static boolean prefix(long[] lanes, String word, int letters) {
        if (word.codePointCount(0, word.length()) < letters) {
            return false;
        }
        long element = letters;
        for (int i = 0, at = 0; i < letters; i++) {
            int letter = word.codePointAt(at);
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
