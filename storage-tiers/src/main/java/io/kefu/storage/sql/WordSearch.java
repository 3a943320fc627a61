package io.kefu.storage.sql;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;

import io.kefu.storage.text.Words;
import io.kefu.storage.tier.SearchHit;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.StoredMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Search from the newest month to the oldest; a month's own order and matching are the engine's. */
public final class WordSearch {
    private final SqlEngine engine;
    private final DSLContext sql;
    private final Connection connection;

    WordSearch(SqlEngine engine, Connection connection) {
        this.engine = engine;
        this.sql = Sql.of(engine.dialect());
        this.connection = connection;
    }

    SearchResult search(SearchQuery query) throws SQLException {
        Words words = Words.asked(query.text());
        if (words.isEmpty() || isNobodys(query)) {
            return SearchResult.EMPTY;
        }
        List<SearchHit> hits = new ArrayList<>();
        int total = 0;
        int skip = query.offset();
        for (int month : new MessageReads(engine, connection).months().reversed()) {
            int missing = query.limit() - hits.size();
            if (isWithin(month, query) && (missing > 0 || total < query.counted())) {
                FoundWords found = engine.find(connection, month, query, words, skip, missing, query.counted() - total);
                total += found.count();
                skip = found.keys().isEmpty() ? Math.max(0, skip - found.count()) : 0;
                hits.addAll(hits(month, found.keys(), words));
            }
        }
        return new SearchResult(hits, total);
    }

    private static boolean isNobodys(SearchQuery query) {
        return query.groups() != null && query.groups().isEmpty();
    }

    private static boolean isWithin(int month, SearchQuery query) {
        boolean begun = query.to() == null || Months.begin(month) < query.to().toEpochMilli();
        return begun
                && (query.from() == null || Months.end(month) > query.from().toEpochMilli());
    }

    private List<SearchHit> hits(int month, List<MessageKey> keys, Words words) throws SQLException {
        Map<MessageKey, StoredMessage> messages = new HashMap<>();
        if (!keys.isEmpty()) {
            Sql.rows(
                    connection,
                    whole(month)
                            + keys.stream()
                                    .map(WordSearch::key)
                                    .collect(Collectors.joining(", ", " where (m.thread, m.seq) in (", ")")),
                    List.of(),
                    row -> messages.put(new MessageKey(row.getLong(1), row.getLong(2)), MessageRow.whole(engine, row)));
        }
        return keys.stream()
                .filter(messages::containsKey)
                .map(messages::get)
                .map(each -> new SearchHit(each, each.shownText(), words.highlights(each.shownText())))
                .toList();
    }

    /** Without the list of keys: those are numbers of our own, and would take longer to name as parameters than to find. */
    private String whole(int month) {
        return Written.of(
                engine.dialect(),
                "whole",
                month,
                () -> sql.select(Tables.WHOLE_MESSAGE)
                        .from(MessageReads.messages(month))
                        .join(Tables.THREAD)
                        .on(Tables.THREAD_NUM.eq(Tables.MESSAGE_THREAD)));
    }

    private static String key(MessageKey key) {
        return "(" + key.thread() + ", " + key.seq() + ")";
    }

    /** Whether a query has conditions on more than the words. */
    public static boolean isFiltered(SearchQuery query, int month) {
        return query.channel() != null || query.agent() != null || query.groups() != null || isCut(query, month);
    }

    private static boolean isCut(SearchQuery query, int month) {
        boolean begin = query.from() != null && query.from().toEpochMilli() > Months.begin(month);
        return begin || (query.to() != null && query.to().toEpochMilli() < Months.end(month));
    }

    /** The conditions on rows of words, under the alias {@code w}. */
    public static Condition filter(SearchQuery query) {
        return noCondition()
                .and(query.channel() == null ? noCondition() : Tables.WORDS_CHANNEL.eq(query.channel()))
                .and(query.agent() == null ? noCondition() : Tables.WORDS_AGENT.eq(query.agent()))
                .and(
                        query.from() == null
                                ? noCondition()
                                : Tables.WORDS_AT.ge(query.from().toEpochMilli()))
                .and(
                        query.to() == null
                                ? noCondition()
                                : Tables.WORDS_AT.lt(query.to().toEpochMilli()))
                .and(query.groups() == null ? noCondition() : isWith(query.groups()));
    }

    private static Condition isWith(Set<String> groups) {
        return exists(selectOne()
                .from(Tables.THREAD)
                .join(Tables.CONVERSATION)
                .on(Tables.CONVERSATION_ID.eq(Tables.THREAD_ID))
                .where(Tables.THREAD_NUM.eq(Tables.WORDS_THREAD))
                .and(Tables.CONVERSATION_TEAM.in(groups)));
    }
}
