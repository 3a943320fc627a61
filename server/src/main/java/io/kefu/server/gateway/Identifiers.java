package io.kefu.server.gateway;

import java.security.SecureRandom;
import java.util.Base64;

/** Identifiers of 128 random bits, URL-safe. */
final class Identifiers {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private Identifiers() {}

    static String random(String prefix) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
