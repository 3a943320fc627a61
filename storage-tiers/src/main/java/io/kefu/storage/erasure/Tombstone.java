package io.kefu.storage.erasure;

import java.time.Instant;
import java.util.Set;

/** Who was erased, so that a backup from before brings nothing back. Ids alone. */
public record Tombstone(String visitorId, Instant askedAt, Set<String> conversations) {
    public Tombstone {
        conversations = Set.copyOf(conversations);
    }
}
