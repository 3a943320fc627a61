package io.kefu.storage.tier;

import java.util.List;

/**
 * One page of a search.
 *
 * @param total how many there are, counted up to {@link #COUNTED}: that number means "so many or more"
 */
public record SearchResult(List<SearchHit> hits, int total) {
    public static final int COUNTED = 10_001;
    public static final SearchResult EMPTY = new SearchResult(List.of(), 0);

    public SearchResult {
        hits = List.copyOf(hits);
    }
}
