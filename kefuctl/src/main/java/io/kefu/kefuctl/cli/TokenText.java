package io.kefu.kefuctl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What may be a token. It goes into a header, and into no error. */
public final class TokenText {

    private static final int MOST = 4_096;

    /** Visible characters of ASCII (RFC 9110, section 5.5). */
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1," + MOST + "}");

    private TokenText() {}

    /**
     * The token that it is. Throws {@link CommandFailure} for what is none, without a letter of it.
     *
     * @param where what holds it, as the error names it
     */
    public static String checked(String text, String where) {
        String token = text.strip();
        if (token.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED, where + " holds no token", "put it there as kefuctl token create printed it");
        }
        if (!FORM.matcher(token).matches()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    where
                            + " holds something else than a token: blanks, other characters than a token has, or too many",
                    "put it there as kefuctl token create printed it; a file holds it alone on its first line");
        }
        return token;
    }

    /** That on a file's first line. */
    static String in(Path file) throws IOException {
        try (InputStream from = Files.newInputStream(file)) {
            String head = new String(from.readNBytes(2 * MOST), StandardCharsets.UTF_8);
            return checked(head.lines().findFirst().orElse(""), file.toString());
        }
    }
}
