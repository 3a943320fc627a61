package io.kefu.storage.history;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.text.Words;
import io.kefu.storage.tier.SearchHit;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.TierCall;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Full-text search across the tiers that index, each asked at once and merged, the newest first. A message that two of them
 * hold is found once. Any thread; an answer takes at most {@link History#BOUND} and a little.
 */
public final class Search implements AutoCloseable {
    private static final Comparator<SearchHit> NEWEST_FIRST = Comparator.comparingLong(
                    (SearchHit hit) -> hit.message().atMillis())
            .thenComparing(hit -> hit.message().conversationId())
            .thenComparingLong(hit -> hit.message().seq())
            .reversed();

    private final Supplier<List<Searched>> tiers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * A tier that is searched.
     *
     * @param lagBudget how far it may lag before an answer counts as partial
     */
    public record Searched(TierReader reader, Duration lagBudget) {
        private String name() {
            return reader.name();
        }

        /** What a journal that fails or is slow does not tell counts as late. */
        private boolean lags(Deadline deadline) {
            try {
                return reader.inTime(deadline.left(), reader.projector()::lag).compareTo(lagBudget) > 0;
            } catch (StorageException e) {
                return true;
            }
        }
    }

    /**
     * Searches tiers.
     *
     * @param newestFirst the newer one's rows count where two hold a message
     */
    public Search(List<Searched> newestFirst) {
        this(() -> newestFirst);
    }

    /** Searches the tiers that stand at each moment. */
    public Search(Supplier<List<Searched>> newestFirst) {
        this.tiers = newestFirst;
    }

    public SearchPage search(SearchQuery query) {
        Deadline deadline = Deadline.in(History.BOUND);
        List<Searched> standing = tiers.get();
        List<Answer> answers = standing.size() == 1
                ? List.of(ask(standing.getFirst(), query, deadline))
                : askAll(standing, query, deadline);
        List<SearchHit> found = merged(answers).stream()
                .sorted(NEWEST_FIRST)
                .skip(query.offset())
                .limit(query.limit())
                .toList();
        int total = answers.stream().mapToInt(Answer::total).max().orElse(0);
        List<Searched> silent = answers.stream()
                .filter(each -> !each.answered())
                .map(Answer::searched)
                .toList();
        return new SearchPage(
                new SearchResult(found, Math.max(total, found.isEmpty() ? 0 : query.offset() + found.size())),
                standing.stream()
                        .filter(each -> !silent.contains(each))
                        .map(Searched::name)
                        .toList(),
                standing.stream()
                        .filter(each -> silent.contains(each) || each.lags(deadline))
                        .map(Searched::name)
                        .toList());
    }

    private List<Answer> askAll(List<Searched> standing, SearchQuery query, Deadline deadline) {
        return standing.stream()
                .map(each -> CompletableFuture.supplyAsync(() -> ask(each, query, deadline), threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /**
     * All that may be on the page: from each tier as many as lie before its end. An index finds and a table shows: what was
     * edited or taken back between the two takes no place, so that the next page begins where this one ends.
     */
    private static Answer ask(Searched searched, SearchQuery query, Deadline deadline) {
        Words words = Words.asked(query.text());
        int most = query.offset() + query.limit();
        List<SearchHit> hits = new ArrayList<>();
        int looked = 0;
        int total;
        boolean more;
        try {
            do {
                SearchQuery next = query.part(looked, Math.min(SearchQuery.MOST, most - hits.size()));
                SearchResult piece = searched.reader().ask(TierCall.SEARCH, deadline.left(), tier -> tier.search(next));
                piece.hits().stream().filter(hit -> words.areIn(hit.text())).forEach(hits::add);
                looked += piece.hits().size();
                more = hits.size() < most && piece.hits().size() == next.limit() && looked <= SearchQuery.DEEPEST;
                total = piece.total() < next.counted() ? piece.total() - (looked - hits.size()) : piece.total();
                if (more && deadline.isPast()) {
                    throw new TierUnavailableException(
                            "the " + searched.name() + " tier has more than it told in time");
                }
            } while (more);
            return new Answer(searched, hits, total, true);
        } catch (TierUnavailableException e) {
            return new Answer(searched, List.of(), 0, false);
        }
    }

    /** The newer tier's row counts: it has an edit or a recall first. */
    private static Collection<SearchHit> merged(List<Answer> answers) {
        Map<Place, SearchHit> found = new LinkedHashMap<>();
        for (Answer answer : answers) {
            answer.hits().forEach(hit -> found.putIfAbsent(Place.of(hit), hit));
        }
        return found.values();
    }

    private record Place(String conversationId, long seq) {
        static Place of(SearchHit hit) {
            return new Place(hit.message().conversationId(), hit.message().seq());
        }
    }

    private record Answer(Searched searched, List<SearchHit> hits, int total, boolean answered) {}

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
