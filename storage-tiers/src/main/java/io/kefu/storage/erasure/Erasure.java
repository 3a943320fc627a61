package io.kefu.storage.erasure;

import java.time.Instant;
import java.util.List;

/**
 * An erasure as it stands.
 *
 * @param askedAt when it was asked for first
 * @param endedAt when nothing was left anywhere; null while something may be
 * @param conversations how many are erased, or are to be
 * @param held conversations that stay, as they are held
 */
public record Erasure(
        String id,
        String visitorId,
        Instant askedAt,
        Instant endedAt,
        int conversations,
        List<Part> parts,
        List<String> held) {
    public Erasure {
        parts = List.copyOf(parts);
        held = List.copyOf(held);
    }

    public boolean isComplete() {
        return endedAt != null;
    }
}
