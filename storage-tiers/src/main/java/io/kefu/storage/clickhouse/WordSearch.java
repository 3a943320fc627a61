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
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Search in the column {@code words}, from the newest days to the oldest. A word of two characters is found in its index alone, without a look at the rows; a
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

    private static final String NEWEST_FIRST =
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
        List<Key> found = found();
        int from = Math.min(query.offset(), found.size());
        return new SearchResult(hits(found.subList(from, Math.min(from + query.limit(), found.size()))), found.size());
    }

    private record Key(String conversation, long seq) {}

    /** As many as are counted, the newest first: of a common word the last days have them all. */
    private List<Key> found() throws SQLException {
        Set<Key> found = new LinkedHashSet<>();
        LocalDate newest = newestDay();
        LocalDate before = null;
        for (int days : DAYS) {
            LocalDate since = days == ALL ? null : newest.minusDays(days);
            window(since, before, found);
            boolean older =
                    query.from() == null || (since != null && query.from().isBefore(begin(since)));
            if (found.size() >= query.counted() || !older) {
                break;
            }
            before = since;
        }
        return List.copyOf(found);
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private LocalDate newestDay() {
        Instant now = Instant.now();
        return LocalDate.ofInstant(query.to() == null || query.to().isAfter(now) ? now : query.to(), ZoneOffset.UTC);
    }

    private void window(LocalDate since, LocalDate before, Set<Key> found) throws SQLException {
        String days = (since == null ? "" : "day >= toDate(" + since.toEpochDay() + ") AND ")
                + (before == null ? "" : "day < toDate(" + before.toEpochDay() + ") AND ");
        try (PreparedStatement select = prepare(
                        "SELECT conversation, seq FROM message WHERE " + days + String.join(" AND ", conditions)
                                + NEWEST_FIRST + " LIMIT " + (query.counted() - found.size()),
                        values);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(new Key(row.getString(1), row.getLong(2)));
            }
        }
    }

    private List<SearchHit> hits(List<Key> keys) throws SQLException {
        List<SearchHit> hits = new ArrayList<>();
        if (keys.isEmpty()) {
            return hits;
        }
        List<Object> parameters = new ArrayList<>();
        keys.forEach(key -> parameters.addAll(List.of(key.conversation(), key.seq())));
        try (PreparedStatement select = prepare(
                        "SELECT " + MessageRow.COLUMNS + " FROM message WHERE (conversation, seq) IN ("
                                + marks(keys.size(), "(?, ?)") + ")" + NEWEST_FIRST,
                        parameters);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                StoredMessage message = MessageRow.message(row);
                hits.add(new SearchHit(message, message.shownText(), words.highlights(message.shownText())));
            }
        }
        return hits;
    }

    private PreparedStatement prepare(String sql, List<Object> parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        return statement;
    }
}
