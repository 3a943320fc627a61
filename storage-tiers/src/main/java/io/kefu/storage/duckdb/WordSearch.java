package io.kefu.storage.duckdb;

import io.kefu.storage.text.Signature;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Search by the signatures of the messages' words, and then in the words of those that may hold what is asked for. What is
 * rarer than is counted is found in one walk; of what is common the newest are found first, and the walk ends with them.
 */
final class WordSearch {
    private static final Comparator<Found> NEWEST_FIRST =
            Comparator.comparingLong(Found::at).thenComparingLong(Found::place).reversed();

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
        signed(Signature.asked(words.needles()));
        words.needles().forEach(needle -> and("contains(words, ?)", needle));
        if (query.groups() != null) {
            String marks = String.join(", ", Collections.nCopies(query.groups().size(), "?"));
            and(
                    "EXISTS (SELECT 1 FROM thread t WHERE t.key = m.key AND t.id = m.conversation AND t.team IN ("
                            + marks + "))",
                    query.groups().toArray());
        }
    }

    /** In the SQL itself: the engine then looks while it reads the column, and reads the words of those rows alone. */
    private void signed(long[] lanes) {
        for (int lane = 0; lane < lanes.length; lane++) {
            if (lanes[lane] != 0) {
                and("sig" + lane + " & " + lanes[lane] + " = " + lanes[lane]);
            }
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
        List<Found> some = found("LIMIT " + query.counted());
        if (some.size() < query.counted()) {
            some.sort(NEWEST_FIRST);
            return new SearchResult(hits(page(some)), some.size());
        }
        // There are more than these, and newer ones among them.
        return new SearchResult(
                hits(found("ORDER BY at_ms DESC, rowid DESC LIMIT " + query.limit() + " OFFSET " + query.offset())),
                some.size());
    }

    private List<Found> page(List<Found> all) {
        int from = Math.min(query.offset(), all.size());
        return all.subList(from, Math.min(from + query.limit(), all.size()));
    }

    /** A message's time and its place in the table, which follows its number within a conversation. */
    private record Found(long at, long place) {}

    private List<Found> found(String which) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (PreparedStatement select = prepare("SELECT at_ms, rowid FROM message m WHERE " + where + " " + which);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(new Found(row.getLong(1), row.getLong(2)));
            }
        }
        return found;
    }

    /** The rows themselves, by their places, which are read one by one only in a join. */
    private List<SearchHit> hits(List<Found> page) throws SQLException {
        if (page.isEmpty()) {
            return List.of();
        }
        String places = page.stream().map(each -> Long.toString(each.place())).collect(Collectors.joining(", "));
        Map<Long, SearchHit> hits = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT " + MessageRow.COLUMNS
                        + ", m.rowid FROM message m JOIN (SELECT unnest([" + places
                        + "]) AS place) page ON m.rowid = page.place");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                hits.put(row.getLong(15), hit(MessageRow.message(row)));
            }
        }
        return page.stream()
                .map(each -> hits.get(each.place()))
                .filter(Objects::nonNull)
                .toList();
    }

    private SearchHit hit(StoredMessage message) {
        return new SearchHit(message, message.shownText(), words.highlights(message.shownText()));
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
