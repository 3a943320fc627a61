package io.kefu.storage.accounts;

import java.time.Instant;
import java.util.Optional;

/**
 * A program's key as it is listed: without the key.
 *
 * @param expiresAt empty for one that lasts until it is revoked
 */
public record ApiKey(ApiKeyPrincipal principal, Instant createdAt, Optional<Instant> expiresAt) {}
