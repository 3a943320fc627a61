package io.kefu.storage.history;

import io.kefu.storage.tier.SearchResult;
import java.util.List;

/**
 * What a search found, and where.
 *
 * @param partial whether a tier did not answer, or lags by more than its budget: there may be more than this
 */
public record SearchPage(SearchResult result, List<String> tiers, boolean partial) {
    public SearchPage {
        tiers = List.copyOf(tiers);
    }
}
