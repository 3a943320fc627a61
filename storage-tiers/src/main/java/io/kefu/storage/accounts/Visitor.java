package io.kefu.storage.accounts;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Someone who writes to us. {@code tags} and {@code externalId} come from a signed identity only; {@code name},
 * {@code locale}, {@code page} and {@code details} (company, form, consent) are the visitor's own words.
 */
public record Visitor(
        String id,
        String channel,
        Optional<String> externalId,
        String name,
        String locale,
        Page page,
        Map<String, Object> tags,
        Map<String, Object> details,
        Instant createdAt,
        Instant updatedAt) {
    public Visitor {
        tags = Map.copyOf(tags);
        details = Map.copyOf(details);
    }
}
