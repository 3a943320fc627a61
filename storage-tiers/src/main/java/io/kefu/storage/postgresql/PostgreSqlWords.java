package io.kefu.storage.postgresql;

import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.table;

import io.kefu.storage.sql.FoundWords;
import io.kefu.storage.sql.MessageKey;
import io.kefu.storage.sql.Sql;
import io.kefu.storage.sql.Tables;
import io.kefu.storage.sql.WordRow;
import io.kefu.storage.sql.WordSearch;
import io.kefu.storage.text.Words;
import io.kefu.storage.tier.SearchQuery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record3;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;
import org.jooq.Table;

/**
 * One month's words as {@code tsvector}s of our own tokens under a GIN index. The newest come first by their time: a common
 * word is found by walking the time's index from its end, a rare one by the word's.
 */
final class PostgreSqlWords {
    private static final DSLContext SQL = Sql.of(SQLDialect.POSTGRES);
    private static final List<Field<Object>> COLUMNS = Stream.of(
                    "thread", "seq", "sent_at", "channel", "agent", "words")
            .map(column -> field(name(column)))
            .toList();

    private static final Comparator<Found> NEWEST_FIRST = Comparator.comparingLong(Found::at)
            .thenComparingLong(Found::thread)
            .thenComparingLong(Found::seq)
            .reversed();

    private final Connection connection;
    private final int month;
    private final Condition matches;

    PostgreSqlWords(Connection connection, int month, SearchQuery query, Words words) {
        this.connection = connection;
        this.month = month;
        this.matches = condition("w.words @@ {0}::tsquery", inline(words.tsquery()))
                .and(WordSearch.isFiltered(query, month) ? WordSearch.filter(query) : noCondition());
    }

    static void put(Connection connection, int month, List<WordRow> rows) throws SQLException {
        Sql.batch(
                connection,
                SQL.insertInto(table(name(Tables.words(month))), COLUMNS).values(new Object[COLUMNS.size()]),
                rows.stream()
                        .filter(row -> !Words.tsvector(row.text()).isEmpty())
                        .toList(),
                (insert, row) -> {
                    insert.setLong(1, row.thread());
                    insert.setLong(2, row.seq());
                    insert.setLong(3, row.atMillis());
                    insert.setString(4, row.channel());
                    insert.setString(5, row.agent());
                    insert.setObject(6, Words.tsvector(row.text()), Types.OTHER);
                });
    }

    /**
     * Of what is rarer than is counted all is found in one go, and put in order here. Of what is common the newest are then
     * looked for.
     */
    FoundWords find(int skip, int limit, int atMost) throws SQLException {
        if (limit == 0) {
            return new FoundWords(List.of(), count(atMost));
        }
        List<Found> some = found(atMost);
        List<Found> page = some.size() < atMost ? some : newest(skip + limit);
        return new FoundWords(
                page.stream()
                        .sorted(NEWEST_FIRST)
                        .skip(skip)
                        .limit(limit)
                        .map(Found::key)
                        .toList(),
                some.size());
    }

    private record Found(MessageKey key, long at) {
        long thread() {
            return key.thread();
        }

        long seq() {
            return key.seq();
        }
    }

    private List<Found> found(int atMost) throws SQLException {
        return Sql.rows(connection, select().limit(inline(atMost)), PostgreSqlWords::read);
    }

    private List<Found> newest(int limit) throws SQLException {
        return Sql.rows(
                connection,
                select().orderBy(Tables.WORDS_AT.desc(), Tables.WORDS_THREAD.desc(), Tables.WORDS_SEQ.desc())
                        .limit(inline(limit)),
                PostgreSqlWords::read);
    }

    private SelectConditionStep<Record3<Long, Long, Long>> select() {
        return SQL.select(Tables.WORDS_THREAD, Tables.WORDS_SEQ, Tables.WORDS_AT)
                .from(words())
                .where(matches);
    }

    private static Found read(ResultSet row) throws SQLException {
        return new Found(new MessageKey(row.getLong(1), row.getLong(2)), row.getLong(3));
    }

    private int count(int atMost) throws SQLException {
        return (int) Sql.number(
                connection,
                SQL.selectCount()
                        .from(SQL.select(inline(1).as("one"))
                                .from(words())
                                .where(matches)
                                .limit(inline(atMost))
                                .asTable("found")));
    }

    private Table<Record> words() {
        return table(name(Tables.words(month))).as("w");
    }
}
