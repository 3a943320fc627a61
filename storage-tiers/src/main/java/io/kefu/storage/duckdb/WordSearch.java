package io.kefu.storage.duckdb;

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

/** Search by walking the column {@code words}. The filters on other columns are cheaper and spare whole pieces of it. */
final class WordSearch {
    private static final String NEWEST_FIRST = " ORDER BY at_ms DESC, conversation DESC, seq DESC";

    private final Connection connection;
    private final int boundSeconds;
    private final SearchQuery query;
    private final Words words;
    private final StringBuilder where = new StringBuilder("true");
    private final List<Object> values = new ArrayList<>();

    WordSearch(Connection connection, int boundSeconds, SearchQuery query) {
        this.connection = connection;
        this.boundSeconds = boundSeconds;
        this.query = query;
        this.words = Words.asked(query.text());
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
        words.needles().forEach(needle -> and("contains(words, ?)", needle));
        if (query.groups() != null) {
            String marks = String.join(", ", Collections.nCopies(query.groups().size(), "?"));
            and(
                    "EXISTS (SELECT 1 FROM thread t WHERE t.key = m.key AND t.id = m.conversation AND t.team IN ("
                            + marks + "))",
                    query.groups().toArray());
        }
    }

    private void and(String condition, Object... parameters) {
        where.append(" AND ").append(condition);
        values.addAll(List.of(parameters));
    }

    SearchResult search() throws SQLException {
        if (words.isEmpty() || (query.groups() != null && query.groups().isEmpty())) {
            return SearchResult.EMPTY;
        }
        int total = total();
        return total <= query.offset() ? new SearchResult(List.of(), total) : new SearchResult(hits(), total);
    }

    private int total() throws SQLException {
        try (PreparedStatement select = prepare("SELECT count(*) FROM (SELECT 1 FROM message m WHERE " + where
                        + " LIMIT " + SearchResult.COUNTED + ")");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private List<SearchHit> hits() throws SQLException {
        List<SearchHit> hits = new ArrayList<>();
        try (PreparedStatement select = prepare("SELECT " + MessageRow.COLUMNS + " FROM message m WHERE " + where
                        + NEWEST_FIRST + " LIMIT " + query.limit() + " OFFSET " + query.offset());
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                StoredMessage message = MessageRow.message(row);
                hits.add(new SearchHit(message, message.shownText(), words.highlights(message.shownText())));
            }
        }
        return hits;
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(boundSeconds);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }
}
