package io.kefu.storage.history;

import io.kefu.storage.tier.SearchResult;
import java.util.List;

/**
 * What a search found, and where.
 *
 * @param result its total is what the tier that holds most of them says
 * @param tiers those that answered, newest first
 * @param late those that did not, or that lag by more than their budget
 */
public record SearchPage(SearchResult result, List<String> tiers, List<String> late) {
    public SearchPage {
        tiers = List.copyOf(tiers);
        late = List.copyOf(late);
    }

    /** Whether there may be more than this. */
    public boolean partial() {
        return !late.isEmpty();
    }
}
