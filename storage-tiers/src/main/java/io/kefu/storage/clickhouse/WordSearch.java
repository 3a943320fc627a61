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

/** Search in the column {@code words} by its index of character pairs; a single character is looked for row by row. */
final class WordSearch {
    private final Connection connection;
    private final SearchQuery query;
    private final Words words;
    private final StringBuilder where = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    WordSearch(Connection connection, SearchQuery query) {
        this.connection = connection;
        this.query = query;
        this.words = Words.asked(query.text());
        // Letters, digits and spaces alone: nothing that LIKE reads otherwise.
        words.needles().forEach(needle -> and("words LIKE ?", "%" + needle + "%"));
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
            String marks = String.join(", ", Collections.nCopies(query.groups().size(), "?"));
            and(
                    "conversation IN (SELECT conversation FROM thread FINAL WHERE team IN (" + marks + "))",
                    query.groups().toArray());
        }
    }

    private void and(String condition, Object... parameters) {
        where.append(where.isEmpty() ? " WHERE " : " AND ").append(condition);
        values.addAll(List.of(parameters));
    }

    SearchResult search() throws SQLException {
        if (words.isEmpty() || (query.groups() != null && query.groups().isEmpty())) {
            return SearchResult.EMPTY;
        }
        int total = total();
        return new SearchResult(total <= query.offset() ? List.of() : hits(), total);
    }

    private int total() throws SQLException {
        try (PreparedStatement select = prepare("SELECT count() FROM (SELECT 1 FROM message FINAL" + where + " LIMIT "
                        + SearchResult.COUNTED + ")");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private List<SearchHit> hits() throws SQLException {
        List<SearchHit> hits = new ArrayList<>();
        try (PreparedStatement select = prepare("SELECT " + MessageRow.COLUMNS + " FROM message FINAL" + where
                        + " ORDER BY at_ms DESC, conversation DESC, seq DESC LIMIT " + query.limit() + " OFFSET "
                        + query.offset());
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
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }
}
