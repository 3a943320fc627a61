package io.kefu.server.app;

import io.kefu.storage.Storage;
import io.kefu.storage.erasure.Erasure;
import io.kefu.storage.erasure.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Erasures that are not done: some are under way, others wait for a place to answer.
 *
 * @param all the oldest first
 */
record PendingErasures(List<Erasure> all) {
    private static final int MOST_REASONS = 5;

    static PendingErasures of(Storage storage) {
        return new PendingErasures(storage.erasures().pending());
    }

    /** What they wait for, such as {@code cold: 10.0.0.7:8123 does not answer}; the first few. */
    private List<String> waits() {
        return all.stream()
                .flatMap(each -> each.parts().stream())
                .filter(part -> !part.isDone())
                .map(PendingErasures::text)
                .distinct()
                .limit(MOST_REASONS)
                .toList();
    }

    private static String text(Part part) {
        return part.place() + ": " + part.pending();
    }

    Map<String, Object> json() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("pending", all.size());
        if (!all.isEmpty()) {
            answer.put("oldest_asked_at", all.getFirst().askedAt().toString());
        }
        answer.put("waits", waits());
        return answer;
    }

    /** A sentence for the status, once one waits. */
    Optional<String> problem() {
        List<String> waits = waits();
        return waits.isEmpty()
                ? Optional.empty()
                : Optional.of(all.size() + (all.size() == 1 ? " erasure waits" : " erasures wait")
                        + ", the oldest since " + all.getFirst().askedAt() + ": " + String.join("; ", waits));
    }
}
