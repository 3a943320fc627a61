package io.kefu.storage.accounts;

import java.time.Instant;

/**
 * What a good token stands for. {@code tokenId} is the token's SHA-256, safe to keep: a {@link Revocation} names it.
 *
 * @param expiresAt {@link Instant#MAX} for an API key, which lasts until it is revoked
 */
public record Grant(String tokenId, Principal principal, Instant expiresAt) {}
