package io.kefu.storage.clickhouse;

import io.kefu.storage.text.Words;
import io.kefu.storage.tier.SearchHit;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.StoredMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Search in the column {@code words}. What is rarer than is counted is found by one question; of what is common the newest are
 * looked for, from the last days to the first. A word of two characters is found in its index alone, without a look at the rows; a
 * longer one by its pairs and then in their rows; a single character row by row.
 *
 * <p>Not with FINAL, which would keep the index from answering alone: a message whose amendment no longer holds the words
 * is left out by name instead, and there are few amended ones.
 */
final class WordSearch {
    /** The numbers of a version that amendments give; see {@link MessageRow}. */
    private static final String AMENDED = "version > 0 AND version % 1099511627776 > 0";

    private static final int ALL = 0;

    /** How many days before the newest one are searched first, and then: the windows. */
    private static final int[] DAYS = {1, 8, ALL};

    private static final Comparator<Found> NEWEST_FIRST = Comparator.comparingLong(Found::at)
            .thenComparing(Found::conversation)
            .thenComparingLong(Found::seq)
            .reversed();

    private static final String NEWEST_ROWS_FIRST =
            " ORDER BY at_ms DESC, conversation DESC, seq DESC, version DESC LIMIT 1 BY conversation, seq";

    private final Connection connection;
    private final SearchQuery query;
    private final Words words;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    WordSearch(Connection connection, SearchQuery query) {
        this.connection = connection;
        this.query = query;
        this.words = Words.asked(query.text());
        words.needles().forEach(this::needle);
        if (query.from() != null) {
            and("at_ms >= ?", query.from().toEpochMilli());
        }
        if (query.to() != null) {
            and("at_ms < ?", query.to().toEpochMilli());
        }
        if (query.channel() != null) {
            and("channel = ?", query.channel());
        }
        if (query.agent() != null) {
            and("author_kind = 'agent' AND author = ?", query.agent());
        }
        if (query.groups() != null) {
            and(
                    "conversation IN (SELECT conversation FROM thread FINAL WHERE team IN ("
                            + marks(query.groups().size(), "?") + "))",
                    query.groups().toArray());
        }
        amended();
    }

    private void needle(String needle) {
        int[] letters = needle.codePoints().toArray();
        if (letters.length > 1) {
            Object[] pairs = new Object[letters.length - 1];
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = new String(letters, i, 2);
            }
            and("hasAllTokens(words, [" + marks(pairs.length, "?") + "])", pairs);
        }
        if (letters.length != 2) {
            and("words LIKE ?", like(needle));
        }
    }

    /** Letters, digits and spaces alone: nothing that LIKE reads otherwise. */
    private static String like(String needle) {
        return "%" + needle + "%";
    }

    private void amended() {
        List<String> needles = words.needles();
        and(
                "(conversation, seq) NOT IN (SELECT conversation, seq FROM message WHERE " + AMENDED
                        + " GROUP BY conversation, seq HAVING NOT ("
                        + String.join(" AND ", Collections.nCopies(needles.size(), "argMax(words, version) LIKE ?"))
                        + "))",
                needles.stream().map(WordSearch::like).toArray());
    }

    private static String marks(int count, String mark) {
        return String.join(", ", Collections.nCopies(count, mark));
    }

    private void and(String condition, Object... parameters) {
        conditions.add(condition);
        values.addAll(List.of(parameters));
    }

    SearchResult search() throws SQLException {
        if (words.isEmpty() || (query.groups() != null && query.groups().isEmpty())) {
            return SearchResult.EMPTY;
        }
        int more = query.counted() + 1;
        List<Found> some = some(more);
        Collection<Found> apart = apart(some);
        if (some.size() < more) {
            return result(apart.stream().sorted(NEWEST_FIRST).toList(), apart.size());
        }
        boolean enough = apart.size() >= query.counted();
        List<Found> newest = newest(enough ? query.offset() + query.limit() : query.counted());
        return result(newest, enough ? query.counted() : newest.size());
    }

    private SearchResult result(List<Found> found, int total) throws SQLException {
        int from = Math.min(query.offset(), found.size());
        return new SearchResult(hits(found.subList(from, Math.min(from + query.limit(), found.size()))), total);
    }

    private record Key(String conversation, long seq) {}

    private record Found(Key key, long at) {
        String conversation() {
            return key.conversation();
        }

        long seq() {
            return key.seq();
        }
    }

    /** Of what is rarer than is counted these are all: to put them in order here takes less than another question. */
    private List<Found> some(int limit) throws SQLException {
        List<Found> found = new ArrayList<>();
        ask("", " LIMIT " + limit, found::add);
        return found;
    }

    /** Each message once, by its newest row. */
    private static Collection<Found> apart(List<Found> found) {
        Map<Key, Found> apart = new HashMap<>();
        found.forEach(each -> apart.merge(each.key(), each, (one, other) -> one.at() >= other.at() ? one : other));
        return apart.values();
    }

    /** Of a common word the last days have as many. */
    private List<Found> newest(int limit) throws SQLException {
        Map<Key, Found> found = new LinkedHashMap<>();
        LocalDate newest = newestDay();
        LocalDate before = null;
        for (int days : DAYS) {
            LocalDate since = days == ALL ? null : newest.minusDays(days);
            window(since, before, limit - found.size(), each -> found.putIfAbsent(each.key(), each));
            boolean older =
                    query.from() == null || (since != null && query.from().isBefore(begin(since)));
            if (found.size() >= limit || !older) {
                break;
            }
            before = since;
        }
        return List.copyOf(found.values());
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private LocalDate newestDay() {
        Instant now = Instant.now();
        return LocalDate.ofInstant(query.to() == null || query.to().isAfter(now) ? now : query.to(), ZoneOffset.UTC);
    }

    private void window(LocalDate since, LocalDate before, int limit, Consumer<Found> each) throws SQLException {
        String days = (since == null ? "" : "day >= toDate(" + since.toEpochDay() + ") AND ")
                + (before == null ? "" : "day < toDate(" + before.toEpochDay() + ") AND ");
        ask(days, NEWEST_ROWS_FIRST + " LIMIT " + limit, each);
    }

    private void ask(String days, String which, Consumer<Found> each) throws SQLException {
        try (PreparedStatement select = prepare(
                        "SELECT conversation, seq, at_ms FROM message WHERE " + days + String.join(" AND ", conditions)
                                + which,
                        values);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                each.accept(new Found(new Key(row.getString(1), row.getLong(2)), row.getLong(3)));
            }
        }
    }

    /** From the oldest one's day on: of the months before it the server then looks at nothing. */
    private List<SearchHit> hits(List<Found> found) throws SQLException {
        List<SearchHit> hits = new ArrayList<>();
        if (found.isEmpty()) {
            return hits;
        }
        List<Object> parameters = new ArrayList<>();
        found.forEach(each -> parameters.addAll(List.of(each.conversation(), each.seq())));
        try (PreparedStatement select = prepare(
                        "SELECT " + MessageRow.COLUMNS + " FROM message WHERE day >= toDate(" + oldestDay(found)
                                + ") AND (conversation, seq) IN (" + marks(found.size(), "(?, ?)") + ")"
                                + NEWEST_ROWS_FIRST,
                        parameters);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                StoredMessage message = MessageRow.message(row);
                hits.add(new SearchHit(message, message.shownText(), words.highlights(message.shownText())));
            }
        }
        return hits;
    }

    private static long oldestDay(List<Found> found) {
        long oldest = found.stream().mapToLong(Found::at).min().orElse(0);
        return LocalDate.ofInstant(Instant.ofEpochMilli(oldest), ZoneOffset.UTC).toEpochDay();
    }

    private PreparedStatement prepare(String sql, List<Object> parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        return statement;
    }
}
