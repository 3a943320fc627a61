package io.kefu.storage.warm;

import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

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
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.SelectConditionStep;

/**
 * Search in {@code words}. The index is walked from the newest found one and stops at the page's end; only what passes
 * the filters is read as a message.
 */
final class WordSearch {
    private static final Field<Long> DOC = field(name("words", "rowid"), Long.class);
    private static final Field<Long> MESSAGE = field(name("s", "message"), Long.class);
    private static final Field<Long> AT = field(name("s", "at"), Long.class);
    private static final Field<String> CHANNEL = field(name("s", "channel"), String.class);
    private static final Field<String> AGENT = field(name("s", "agent"), String.class);

    private WordSearch() {}

    static SearchResult search(Connection connection, SearchQuery query) throws SQLException {
        Words words = Words.asked(query.text());
        if (words.isEmpty()) {
            return SearchResult.EMPTY;
        }
        List<Long> keys = keys(connection, query, words);
        List<SearchHit> hits = new ArrayList<>(keys.size());
        for (long key : keys) {
            StoredMessage message = message(connection, key);
            if (message != null) {
                hits.add(new SearchHit(message, message.shownText(), words.highlights(message.shownText())));
            }
        }
        return new SearchResult(hits, total(connection, query, words));
    }

    private static List<Long> keys(Connection connection, SearchQuery query, Words words) throws SQLException {
        List<Long> keys = new ArrayList<>();
        try (PreparedStatement select = Tables.prepare(
                        connection,
                        found(MESSAGE, query, words)
                                .orderBy(DOC.desc())
                                .limit(query.limit())
                                .offset(query.offset()));
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                keys.add(row.getLong(1));
            }
        }
        return keys;
    }

    private static int total(Connection connection, SearchQuery query, Words words) throws SQLException {
        try (PreparedStatement select = Tables.prepare(
                        connection,
                        Tables.sql()
                                .selectCount()
                                .from(found(inline(1L), query, words)
                                        .limit(query.counted())
                                        .asTable("found")));
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The cross join keeps SQLite from walking the other table first. */
    private static SelectConditionStep<Record1<Long>> found(Field<Long> what, SearchQuery query, Words words) {
        return Tables.sql()
                .select(what)
                .from(table(name("words")))
                .crossJoin(table(name("searchable")).as("s"))
                .where(condition("words MATCH ?", words.fts5()))
                .and(DOC.eq(field(name("s", "doc"), Long.class)))
                .and(filter(query));
    }

    private static Condition filter(SearchQuery query) {
        return noCondition()
                .and(query.channel() == null ? noCondition() : CHANNEL.eq(query.channel()))
                .and(query.agent() == null ? noCondition() : AGENT.eq(query.agent()))
                .and(query.from() == null ? noCondition() : AT.ge(query.from().toEpochMilli()))
                .and(query.to() == null ? noCondition() : AT.lt(query.to().toEpochMilli()))
                .and(query.groups() == null ? noCondition() : isWith(query.groups()));
    }

    private static Condition isWith(Set<String> groups) {
        return exists(selectOne()
                .from(table(name("thread")).as("t"))
                .join(table(name("conversation")).as("c"))
                .on(Tables.CONVERSATION_ID.eq(field(name("t", "id"), String.class)))
                .where(condition("t.num = s.message >> " + WarmSchema.SEQ_BITS))
                .and(Tables.CONVERSATION_TEAM.in(groups)));
    }

    private static StoredMessage message(Connection connection, long key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + MessageRow.COLUMNS
                + ", t.id, t.visitor FROM message m JOIN thread t ON t.num = m.id >> " + WarmSchema.SEQ_BITS
                + " WHERE m.id = ?")) {
            select.setLong(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? MessageRow.message(row, row.getString(13), row.getString(14)) : null;
            }
        }
    }
}
