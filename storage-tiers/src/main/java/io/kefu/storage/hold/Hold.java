package io.kefu.storage.hold;

import java.time.Instant;

/**
 * A conversation that is held.
 *
 * @param reason in the words of who holds it; may be empty
 */
public record Hold(String conversationId, String reason, Instant since) {}
