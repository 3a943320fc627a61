package io.kefu.storage.sql;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.kefu.storage.tier.Outdated;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Removes messages for good, some at a time, so that no transaction is long. Each call is within one transaction. */
final class Removal {
    /** The most rows of one transaction. */
    static final int SLICE = 2_000;

    private final DSLContext sql;
    private final Connection connection;
    private final MessageReads reads;
    private final MessageWrites writes;

    Removal(SqlEngine engine, Connection connection) {
        this.sql = Sql.of(engine.dialect());
        this.connection = connection;
        this.reads = new MessageReads(engine, connection);
        this.writes = new MessageWrites(engine, connection);
    }

    /** Removes some messages that have had their time, and answers how many. */
    int expired(Outdated outdated) throws SQLException {
        int month = Months.of(outdated.day());
        return reads.months().contains(month) ? remove(month, reads.keysExpired(outdated, SLICE)) : 0;
    }

    /** Where a visitor has, or had, messages. */
    List<Span> spansOf(String visitor, Set<String> held) throws SQLException {
        List<Long> threads = Sql.rows(
                connection,
                sql.select(Tables.THREAD_NUM)
                        .from(Tables.THREAD)
                        .where(Tables.THREAD_VISITOR.eq(visitor).and(Tables.THREAD_ID.notIn(held))),
                row -> row.getLong(1));
        List<Span> spans = new ArrayList<>();
        for (List<Long> some : Chunks.of(threads)) {
            spans.addAll(Spans.of(sql, connection, some));
        }
        return spans;
    }

    /** Removes some messages of a conversation's month, and answers how many. */
    int ofSpan(Span span) throws SQLException {
        return remove(span.month(), reads.keysOfThread(span.thread(), span.month(), SLICE));
    }

    private int remove(int month, List<MessageKey> keys) throws SQLException {
        if (!keys.isEmpty()) {
            writes.remove(month, keys);
            Marks.noteRemoval(sql, connection);
        }
        return keys.size();
    }

    /** Whether no message of a month is left. */
    boolean isEmpty(int month) throws SQLException {
        return reads.lastDay(month).isEmpty();
    }

    /** Forgets that a month has tables. */
    void forgetMonth(int month) throws SQLException {
        Sql.run(connection, sql.deleteFrom(Tables.SPAN).where(Tables.SPAN_MONTH.eq(month)));
        Sql.run(connection, sql.deleteFrom(Tables.MONTH).where(Tables.MONTH_NUMBER.eq(month)));
    }

    void forgetVisitor(String visitor, List<Span> spans, Set<String> held) throws SQLException {
        for (List<Long> some :
                Chunks.of(spans.stream().map(Span::thread).distinct().toList())) {
            Sql.run(connection, sql.deleteFrom(Tables.SPAN).where(Tables.SPAN_THREAD.in(some)));
        }
        Condition gone = field(name("visitor"), String.class)
                .eq(visitor)
                .and(field(name("id"), String.class).notIn(held));
        Sql.run(connection, sql.deleteFrom(table(name("thread"))).where(gone));
        Sql.run(connection, sql.deleteFrom(table(name("conversation"))).where(gone));
        Marks.noteRemoval(sql, connection);
    }
}
