package io.kefu.storage.accounts;

import java.time.Instant;

/** A token in clear, for its owner's eyes, once: only its hash is stored. */
public record IssuedToken(String token, String tokenId, Instant expiresAt) {
    @Override
    public String toString() {
        return "IssuedToken[token=••••, expiresAt=" + expiresAt + "]";
    }
}
