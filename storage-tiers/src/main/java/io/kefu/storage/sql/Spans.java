package io.kefu.storage.sql;

import static org.jooq.impl.DSL.excluded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Query;

/** In which months the conversations of a batch have messages, within its transaction. */
final class Spans {
    private final Map<Long, Map<Integer, Span>> known = new HashMap<>();
    private final Map<Place, Span> changed = new LinkedHashMap<>();

    private record Place(long thread, int month) {}

    static List<Span> of(DSLContext sql, Connection connection, Collection<Long> threads) throws SQLException {
        return Sql.rows(connection, select(sql, Tables.SPAN_THREAD.in(threads)), Spans::span);
    }

    static List<Span> of(DSLContext sql, Connection connection, long thread) throws SQLException {
        return Sql.rows(
                connection,
                Written.of(sql.dialect(), "spans", 0, () -> select(sql, Tables.SPAN_THREAD.eq(0L))),
                List.of(thread),
                Spans::span);
    }

    private static Query select(DSLContext sql, Condition which) {
        return sql.select(Tables.SPAN_THREAD, Tables.SPAN_MONTH, Tables.SPAN_FIRST, Tables.SPAN_LAST)
                .from(Tables.SPAN)
                .where(which);
    }

    private static Span span(ResultSet row) throws SQLException {
        return new Span(row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4));
    }

    void look(DSLContext sql, Connection connection, Collection<Long> threads) throws SQLException {
        for (List<Long> some : Chunks.of(threads)) {
            of(sql, connection, some).forEach(this::learn);
        }
    }

    private void learn(Span span) {
        known.computeIfAbsent(span.thread(), thread -> new HashMap<>()).put(span.month(), span);
    }

    /** The months in which a message may be. */
    Stream<Integer> months(long thread, long seq) {
        return known.getOrDefault(thread, Map.of()).values().stream()
                .filter(span -> span.holds(seq))
                .map(Span::month);
    }

    void add(long thread, int month, long seq) {
        Span before = known.getOrDefault(thread, Map.of()).get(month);
        Span after = before == null ? new Span(thread, month, seq, seq) : before.with(seq);
        if (!after.equals(before)) {
            learn(after);
            changed.put(new Place(thread, month), after);
        }
    }

    void write(DSLContext sql, Connection connection) throws SQLException {
        Sql.batch(
                connection,
                sql.insertInto(Tables.SPAN, Tables.SPAN_THREAD, Tables.SPAN_MONTH, Tables.SPAN_FIRST, Tables.SPAN_LAST)
                        .values(0L, 0, 0L, 0L)
                        .onConflict(Tables.SPAN_THREAD, Tables.SPAN_MONTH)
                        .doUpdate()
                        .set(Tables.SPAN_FIRST, excluded(Tables.SPAN_FIRST))
                        .set(Tables.SPAN_LAST, excluded(Tables.SPAN_LAST)),
                List.copyOf(changed.values()),
                (upsert, span) -> {
                    upsert.setLong(1, span.thread());
                    upsert.setInt(2, span.month());
                    upsert.setLong(3, span.first());
                    upsert.setLong(4, span.last());
                });
    }
}
