package io.kefu.storage.history;

import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.Duration;
import java.util.List;

/** Full-text search in the tier that indexes. Any thread; an answer takes at most {@link History#BOUND}. */
public final class Search {
    private final TierReader reader;
    private final Duration lagBudget;

    /**
     * Searches one tier.
     *
     * @param lagBudget how far the tier may lag before an answer counts as partial
     */
    public Search(TierReader reader, Duration lagBudget) {
        this.reader = reader;
        this.lagBudget = lagBudget;
    }

    public SearchPage search(SearchQuery query) {
        try {
            SearchResult result = reader.ask(History.BOUND, tier -> tier.search(query));
            return new SearchPage(result, List.of(reader.name()), lags());
        } catch (TierUnavailableException e) {
            return new SearchPage(SearchResult.EMPTY, List.of(), true);
        }
    }

    private boolean lags() {
        return reader.projector().lag().compareTo(lagBudget) > 0;
    }
}
