package io.kefu.storage;

import java.time.Instant;
import java.util.Map;

/**
 * What was removed of a visitor.
 *
 * @param messages how many messages by tier, {@code journal} counting records whose bodies were overwritten
 */
public record ErasureReceipt(String visitorId, Instant at, Map<String, Long> messages) {
    public ErasureReceipt {
        messages = Map.copyOf(messages);
    }
}
