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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Search in the column {@code words}. A word of two characters is found in its index alone, without a look at the rows; a
 * longer one by its pairs and then in their rows; a single character row by row.
 *
 * <p>Not with FINAL, which would keep the index from answering alone: a message whose amendment no longer holds the words
 * is left out by name instead, and there are few amended ones.
 */
final class WordSearch {
    /** The numbers of a version that amendments give; see {@link MessageRow}. */
    private static final String AMENDED = "version % 1099511627776 > 0";

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
        int total = total();
        return new SearchResult(total <= query.offset() ? List.of() : hits(keys()), total);
    }

    private int total() throws SQLException {
        try (PreparedStatement select = prepare(
                        "SELECT count() FROM (SELECT DISTINCT conversation, seq FROM message WHERE "
                                + String.join(" AND ", conditions) + " LIMIT " + SearchResult.COUNTED + ")",
                        values);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private List<Object> keys() throws SQLException {
        List<Object> keys = new ArrayList<>();
        try (PreparedStatement select = prepare(
                        "SELECT conversation, seq FROM message WHERE " + String.join(" AND ", conditions) + NEWEST_FIRST
                                + " LIMIT " + query.limit() + " OFFSET " + query.offset(),
                        values);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                keys.add(row.getString(1));
                keys.add(row.getLong(2));
            }
        }
        return keys;
    }

    private List<SearchHit> hits(List<Object> keys) throws SQLException {
        List<SearchHit> hits = new ArrayList<>();
        if (keys.isEmpty()) {
            return hits;
        }
        try (PreparedStatement select = prepare(
                        "SELECT " + MessageRow.COLUMNS + " FROM message WHERE (conversation, seq) IN ("
                                + marks(keys.size() / 2, "(?, ?)") + ")" + NEWEST_FIRST,
                        keys);
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
