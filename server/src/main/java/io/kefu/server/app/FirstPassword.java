package io.kefu.server.app;

import io.kefu.server.admin.Agents;
import io.kefu.storage.accounts.Credentials;
import java.security.SecureRandom;
import java.util.Optional;

/** A first password for agent {@code admin}, so that somebody can sign in at all. */
final class FirstPassword {

    private static final String ADMIN = "admin";
    /** No letters and digits that look alike; 16 of 54 are 92 bits. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 16;

    private final Credentials credentials;

    FirstPassword(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Where there is none, sets what is wanted or makes one up. A password that the agent has is never touched: it may be
     * the agent's own by now.
     *
     * @return the password to be shown; empty when the agent has another
     */
    Optional<String> ensure(Agents agents, Optional<String> wanted) {
        if (agents.find(ADMIN).isEmpty()) {
            return Optional.empty();
        }
        if (credentials.exists(ADMIN)) {
            return wanted.filter(password -> credentials.verify(ADMIN, password));
        }
        String password = wanted.orElseGet(FirstPassword::random);
        credentials.set(ADMIN, password);
        return Optional.of(password);
    }

    private static String random() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
