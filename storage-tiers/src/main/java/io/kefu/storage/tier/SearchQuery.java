package io.kefu.storage.tier;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A search over messages as readers see them now. Found ones come newest first.
 *
 * @param channel only this one; null for all
 * @param agent only messages written by this agent; null for all
 * @param from not before; null for no bound
 * @param to before; null for no bound
 * @param groups only conversations that are with one of these groups now; null for all
 * @param limit 1 to {@link #MOST}
 * @param offset 0 to {@link #DEEPEST}
 */
public record SearchQuery(
        String text,
        String channel,
        String agent,
        Instant from,
        Instant to,
        Set<String> groups,
        int limit,
        int offset) {
    public static final int MOST = 200;
    public static final int DEEPEST = 10_000;

    public SearchQuery {
        Objects.requireNonNull(text, "text");
        groups = groups == null ? null : Set.copyOf(groups);
        if (limit < 1 || limit > MOST || offset < 0 || offset > DEEPEST) {
            throw new IllegalArgumentException("limit " + limit + " is not within 1 and " + MOST + ", or offset "
                    + offset + " not within 0 and " + DEEPEST);
        }
    }

    /** How far what is found is counted: always beyond the page's end, so that a reader sees whether there is a next one. */
    public int counted() {
        return Math.max(SearchResult.COUNTED, offset + limit + 1);
    }

    /** Another part of what is found. */
    public SearchQuery part(int partOffset, int partLimit) {
        return new SearchQuery(text, channel, agent, from, to, groups, partLimit, partOffset);
    }

    /** All that holds a text, the newest first. */
    public static SearchQuery of(String text, int limit) {
        return new SearchQuery(text, null, null, null, null, null, limit, 0);
    }
}
