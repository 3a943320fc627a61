package io.kefu.storage.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;

/** What one code point is to search, and the form in which it is compared. */
final class Letters {
    enum Kind {
        /** Written without spaces between words: indexed in pairs. */
        PAIRED,
        /** Part of a word that others divide by spaces or signs. */
        WORD,
        /** A mark on the letter before it, which comparing leaves out. */
        MARK,
        OTHER
    }

    private static final int FULL_WIDTH_FIRST = 0xFF01;
    private static final int FULL_WIDTH_LAST = 0xFF5E;
    private static final int FULL_WIDTH_SHIFT = 0xFEE0;

    private static final int BASIC = 0x10000;

    // What was found of each character of the basic plane, its kind and one more than its folded form: nothing until
    // somebody
    // asks. Whoever asks at the same time finds the same.
    private static final Kind[] KINDS = new Kind[BASIC];
    private static final int[] FOLDED = new int[BASIC];

    private Letters() {}

    /** The kind of a folded code point. */
    static Kind kind(int c) {
        if (c >= BASIC) {
            return found(c);
        }
        Kind known = KINDS[c];
        if (known == null) {
            known = found(c);
            KINDS[c] = known;
        }
        return known;
    }

    private static Kind found(int c) {
        if (c < 0x80) {
            return Character.isLetterOrDigit(c) ? Kind.WORD : Kind.OTHER;
        }
        if (Character.getType(c) == Character.NON_SPACING_MARK && UnicodeScript.of(c) == UnicodeScript.INHERITED) {
            return Kind.MARK;
        }
        if (isPaired(c)) {
            return Kind.PAIRED;
        }
        return Character.isLetterOrDigit(c) ? Kind.WORD : Kind.OTHER;
    }

    private static boolean isPaired(int c) {
        boolean ofWriting = Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK;
        return ofWriting
                && switch (UnicodeScript.of(c)) {
                    case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
                    case COMMON -> c >= 0x3000 && c <= 0x30FF; // the long-vowel mark and its like
                    default -> false;
                };
    }

    /** Full width to ASCII, capitals to small letters, accents off Latin letters. One code point stays one. */
    static int fold(int c) {
        if (c >= BASIC) {
            return folded(c);
        }
        int known = FOLDED[c];
        if (known != 0) {
            return known - 1;
        }
        int folded = folded(c);
        FOLDED[c] = folded + 1;
        return folded;
    }

    private static int folded(int c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        }
        int narrow = c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST ? c - FULL_WIDTH_SHIFT : c;
        int small = Character.toLowerCase(narrow);
        boolean accented = (small >= 0xC0 && small <= 0x24F) || (small >= 0x1E00 && small <= 0x1EFF);
        return accented
                ? Normalizer.normalize(Character.toString(small), Normalizer.Form.NFD)
                        .codePointAt(0)
                : small;
    }
}
