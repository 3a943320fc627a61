package io.kefu.storage.erasure;

import java.util.Objects;

/**
 * What became of an erasure in one place.
 *
 * @param count what was removed there: messages, records, files or rows, as the place counts
 * @param pending why something may still be there; empty when nothing is
 */
public record Part(String place, long count, String pending) {
    public Part {
        Objects.requireNonNull(place, "place");
        pending = Objects.requireNonNullElse(pending, "it did not answer");
    }

    public static Part done(String place, long count) {
        return new Part(place, count, "");
    }

    public static Part pending(String place, String reason) {
        return new Part(place, 0, reason == null || reason.isBlank() ? "it did not answer" : reason);
    }

    public boolean isDone() {
        return pending.isEmpty();
    }
}
