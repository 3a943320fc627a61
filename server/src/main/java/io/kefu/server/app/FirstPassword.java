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
     * Sets what is wanted, or makes one up where there is none.
     *
     * @return the password to be shown once; empty when the agent has its own
     */
    Optional<String> ensure(Agents agents, Optional<String> wanted) {
        if (agents.find(ADMIN).isEmpty()) {
            return Optional.empty();
        }
        boolean known = credentials.exists(ADMIN);
        if (wanted.isPresent() && !(known && credentials.verify(ADMIN, wanted.get()))) {
            credentials.set(ADMIN, wanted.get());
            return wanted;
        }
        if (known) {
            return wanted;
        }
        String made = random();
        credentials.set(ADMIN, made);
        return Optional.of(made);
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
