package io.kefu.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

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

    /** At least 32 bytes, no repetition, no walk over the alphabet, not built on a word like {@code changeme}. */
    public boolean isStrong() {
        return bytes.length >= STRONG_BYTES
                && distinct() >= STRONG_DISTINCT_BYTES
                && !isConstant()
                && !repeats()
                && !walks();
    }

    /** Whether it is a shorter text written again and again, such as {@code 1234567890} up to the length that is asked. */
    private boolean repeats() {
        return IntStream.rangeClosed(1, bytes.length / 2)
                .anyMatch(period -> Arrays.equals(bytes, period, bytes.length, bytes, 0, bytes.length - period));
    }

    /** Whether most characters are neighbours of the one before, as in {@code abcdef…}; of random ones few are. */
    private boolean walks() {
        long steps = IntStream.range(1, bytes.length)
                .filter(i -> Math.abs(bytes[i] - bytes[i - 1]) == 1)
                .count();
        return steps > bytes.length / 2;
    }

    private long distinct() {
        return reveal().chars().distinct().count();
    }

    private boolean isConstant() {
        String letters = reveal().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return CONSTANTS.stream().anyMatch(letters::contains);
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
