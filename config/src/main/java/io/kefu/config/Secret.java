package io.kefu.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Text that never prints: {@link #toString} is {@value #MASK}. Compared in constant time. */
public final class Secret {

    public static final String MASK = "••••";

    private static final int STRONG_BYTES = 32;
    private static final int STRONG_DISTINCT_BYTES = 8;

    /** What is left of the secrets that people copy from examples once their fillers are taken away. */
    private static final Set<String> CONSTANTS = Set.of(
            "changeme",
            "changethis",
            "secret",
            "password",
            "example",
            "default",
            "replaceme",
            "yoursecret",
            "insecure");

    private final byte[] bytes;

    public Secret(String text) {
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /** The text itself, for the one place that needs it. Must go into no message, log or file. */
    public String reveal() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The UTF-8 bytes, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    /** At least 32 bytes, not a repetition of a few characters, not built on a word like {@code changeme}. */
    public boolean isStrong() {
        return bytes.length >= STRONG_BYTES && distinct() >= STRONG_DISTINCT_BYTES && !isConstant();
    }

    private long distinct() {
        return reveal().chars().distinct().count();
    }

    private boolean isConstant() {
        String letters = reveal().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return CONSTANTS.stream().anyMatch(letters::contains)
                || "0123456789abcdef".repeat(2).equals(reveal());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return MASK;
    }
}
