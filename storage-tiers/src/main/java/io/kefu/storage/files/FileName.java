package io.kefu.storage.files;

/** A name as a person reads it; never used as a path. */
final class FileName {
    /** In code points. */
    static final int MAX = 255;

    private FileName() {}

    /** The last part of {@code name} without control and direction characters; {@code file} when nothing is left. */
    static String clean(String name) {
        if (name.length() > 8 * MAX) {
            throw tooLong();
        }
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = last.codePoints()
                .filter(FileName::allowed)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (clean.codePointCount(0, clean.length()) > MAX) {
            throw tooLong();
        }
        return clean.isEmpty() || clean.chars().allMatch(c -> c == '.') ? "file" : clean;
    }

    /** Direction overrides make {@code gpj.exe} read like a picture; controls and halves of pairs break headers. */
    private static boolean allowed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static RefusedFile tooLong() {
        return new RefusedFile(RefusedFile.Reason.BAD_REQUEST, "a file's name may have " + MAX + " characters");
    }
}
