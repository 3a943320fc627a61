package io.kefu.server.reply;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One form for width, case and spaces: Unicode NFKC, lower case, controls and invisible characters gone, each run of
 * spaces one space, at most {@value #MAX} characters. Normalising twice changes nothing.
 */
final class Normalisation implements Preprocessor {
    /** A question is shorter than this; the rest of a longer text would only cost time. */
    static final int MAX = 500;

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cn}\\p{Co}\\p{Cs}]");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

    /** Invisible characters go first and last: between two accents one keeps them in their order, folding can lay one bare. */
    @Override
    public String preprocess(String text) {
        String folded = fold(fold(withoutInvisible(shorten(text))));
        String spaced = SPACES.matcher(withoutInvisible(folded)).replaceAll(" ");
        return shorten(Normalizer.normalize(spaced, Form.NFKC).strip()).strip();
    }

    private static String withoutInvisible(String text) {
        return INVISIBLE.matcher(text).replaceAll("");
    }

    /** Lower case can undo composition (and the other way round) for a few letters. */
    private static String fold(String text) {
        return Normalizer.normalize(Normalizer.normalize(text, Form.NFKC).toLowerCase(Locale.ROOT), Form.NFKC);
    }

    private static String shorten(String text) {
        if (text.length() <= MAX) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX - 1)) ? MAX - 1 : MAX;
        return text.substring(0, end);
    }
}
