package io.kefu.storage.tier;

import java.util.List;

/**
 * One page of a search.
 *
 * @param total how many there are, counted up to {@link SearchQuery#counted}: that number means "so many or more"
 */
public record SearchResult(List<SearchHit> hits, int total) {
    /** How far found ones are counted, at the least. */
    public static final int COUNTED = 1_001;

    public static final SearchResult EMPTY = new SearchResult(List.of(), 0);

    public SearchResult {
        hits = List.copyOf(hits);
    }
}
