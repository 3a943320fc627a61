package io.kefu.server.audit;

import io.kefu.storage.accounts.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How entries hang together. A line is the SHA-256 (FIPS 180-4) of an entry's text in hexadecimal, a space, and that text,
 * which holds the digest of the entry before: no entry can be changed, left out or put in without all behind it being
 * written anew, and then the last digest is another than the one that somebody has noted.
 */
final class Chain {
    /** What the first entry names as the one before. */
    static final String GENESIS = "0".repeat(64);

    static final int DIGEST = 64;

    private Chain() {}

    static String digest(String text) {
        return HexFormat.of().formatHex(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String line(String text) {
        return digest(text) + " " + text + "\n";
    }

    /** Whether a line, without its end, says what it said when it was written. */
    static boolean sound(String line) {
        return line.length() > DIGEST + 1
                && line.charAt(DIGEST) == ' '
                && line.regionMatches(0, digest(line.substring(DIGEST + 1)), 0, DIGEST);
    }

    /** The digest at the head of a sound line. */
    static String stated(String line) {
        return line.substring(0, DIGEST);
    }

    static String text(String line) {
        return line.substring(DIGEST + 1);
    }
}
