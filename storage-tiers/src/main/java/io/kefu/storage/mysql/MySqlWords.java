package io.kefu.storage.mysql;

import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.count;
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
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One month's words under MySQL's ngram parser. Rows are numbered as they come, so that the newest are those with the
 * highest numbers: one that was edited stands where the edit came. A search without other conditions is answered by the
 * full-text index alone.
 */
final class MySqlWords {
    private static final DSLContext SQL = Sql.of(SQLDialect.MYSQL);
    private static final Logger LOG = LoggerFactory.getLogger(MySqlWords.class);

    /** {@code HA_FTS_INVALID_DOCID} of MySQL's {@code my_base.h}. */
    private static final int INVALID_DOC_ID = 182;

    private static final int ATTEMPTS = 5;
    private static final Field<Long> DOC = field(name("w", "FTS_DOC_ID"), Long.class);

    private final Connection connection;
    private final int month;
    private final Condition matches;
    private final Condition filter;

    MySqlWords(Connection connection, int month, SearchQuery query, Words words) {
        this.connection = connection;
        this.month = month;
        this.matches = condition("match(w.words) against ({0} in boolean mode)", inline(words.ngrams()));
        this.filter = WordSearch.isFiltered(query, month) ? WordSearch.filter(query) : noCondition();
    }

    /**
     * The engine writes its full-text index away now and then, and then wants the next number to be two higher than the last,
     * which the column's own numbering is not: it refuses the statement. That has used up its numbers, so it passes again.
     */
    static void put(Connection connection, int month, List<WordRow> rows) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            Savepoint before = connection.setSavepoint();
            try {
                insert(connection, month, rows);
                connection.releaseSavepoint(before);
                return;
            } catch (SQLException e) {
                if (e.getErrorCode() != INVALID_DOC_ID || attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.debug("the numbers of {} are refused and given anew", Tables.words(month));
                connection.rollback(before);
            }
        }
    }

    private static void insert(Connection connection, int month, List<WordRow> rows) throws SQLException {
        Sql.batch(
                connection,
                SQL.insertInto(
                                table(name(Tables.words(month))),
                                List.of(
                                        field(name("thread")),
                                        field(name("seq")),
                                        field(name("sent_at")),
                                        field(name("channel")),
                                        field(name("agent")),
                                        field(name("words"))))
                        .values(new Object[6]),
                rows.stream().filter(row -> !Words.runs(row.text()).isEmpty()).toList(),
                (insert, row) -> {
                    insert.setLong(1, row.thread());
                    insert.setLong(2, row.seq());
                    insert.setLong(3, row.atMillis());
                    insert.setString(4, row.channel());
                    insert.setString(5, row.agent());
                    insert.setString(6, Words.runs(row.text()));
                });
    }

    /**
     * Found rows are numbered and counted in one go. A query that asks the full-text index for numbers alone, and sorts
     * them outside, never reads the rows; to sort within would read each of them.
     */
    FoundWords find(int skip, int limit, int atMost) throws SQLException {
        if (limit == 0) {
            return new FoundWords(List.of(), counted(atMost));
        }
        List<Found> page = page(skip, limit);
        boolean behindTheEnd = page.isEmpty() && skip > 0;
        int count = page.isEmpty() ? 0 : (int) Math.min(atMost, page.getFirst().count());
        return new FoundWords(page.stream().map(Found::key).toList(), behindTheEnd ? counted(atMost) : count);
    }

    private record Found(MessageKey key, long count) {}

    private List<Found> page(int skip, int limit) throws SQLException {
        Field<Long> number = field(name("numbers", "doc"), Long.class);
        Table<?> numbers = SQL.select(DOC.as("doc"))
                .from(words())
                .where(matches)
                .and(filter)
                .asTable("numbers");
        Table<?> page = SQL.select(number, count().over().as("in_all"))
                .hint("/*+ NO_MERGE(numbers) */")
                .from(numbers)
                .orderBy(number.desc())
                .limit(inline(limit))
                .offset(inline(skip))
                .asTable("page");
        Field<Long> chosen = field(name("page", "doc"), Long.class);
        return Sql.rows(
                connection,
                SQL.select(Tables.WORDS_THREAD, Tables.WORDS_SEQ, field(name("page", "in_all"), Long.class))
                        .from(page)
                        .join(words())
                        .on(DOC.eq(chosen))
                        .orderBy(chosen.desc()),
                row -> new Found(new MessageKey(row.getLong(1), row.getLong(2)), row.getLong(3)));
    }

    private int counted(int atMost) throws SQLException {
        return (int) Math.min(
                atMost,
                Sql.number(
                        connection,
                        SQL.selectCount().from(words()).where(matches).and(filter)));
    }

    private Table<Record> words() {
        return table(name(Tables.words(month))).as("w");
    }
}
