package io.kefu.storage.accounts;

import java.security.SecureRandom;
import java.util.Base64;

/** Identifiers and secrets that cannot be guessed, in the URL-safe alphabet of RFC 4648 section 5, without padding. */
public final class RandomIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

    private RandomIds() {}

    /** 128 random bits, 22 characters. */
    public static String id() {
        return URL_SAFE.encodeToString(bytes(16));
    }

    /** 256 random bits, 43 characters. */
    public static String token() {
        return URL_SAFE.encodeToString(bytes(32));
    }

    /** {@code count} random bytes. */
    public static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
