package io.kefu.storage.erasure;

import java.time.Instant;
import java.util.List;

/**
 * An erasure as it stands.
 *
 * @param askedAt when it was asked for first
 * @param endedAt when nothing was pending any more; null while something is
 * @param conversations how many are erased, or are to be
 * @param held conversations that stay, as they are held
 * @param untouched what may hold something of the visitor and cannot be reached: engines of before a change of the policy
 */
public record Erasure(
        String id,
        String visitorId,
        Instant askedAt,
        Instant endedAt,
        int conversations,
        List<Part> parts,
        List<String> held,
        List<String> untouched) {
    public Erasure {
        parts = List.copyOf(parts);
        held = List.copyOf(held);
        untouched = List.copyOf(untouched);
    }

    /** Whether nothing of the visitor is left at all. */
    public boolean isWhole() {
        return isComplete() && held.isEmpty() && untouched.isEmpty();
    }

    /** Whether all is done that can be. */
    public boolean isComplete() {
        return endedAt != null;
    }
}
