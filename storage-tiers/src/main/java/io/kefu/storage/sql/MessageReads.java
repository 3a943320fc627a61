package io.kefu.storage.sql;

import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.kefu.storage.tier.Outdated;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.StoredMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SelectForUpdateStep;
import org.jooq.SortField;
import org.jooq.Table;

/** Messages by conversation and by day, within one transaction, which sees one state of all tables. */
final class MessageReads {
    private static final Comparator<StoredMessage> BY_SEQ = Comparator.comparingLong(StoredMessage::seq);

    private final SqlEngine engine;
    private final DSLContext sql;
    private final Connection connection;

    MessageReads(SqlEngine engine, Connection connection) {
        this.engine = engine;
        this.sql = Sql.of(engine.dialect());
        this.connection = connection;
    }

    private record Numbered(long num, String conversation, String visitor) {}

    Slice slice(String conversation, Range range) throws SQLException {
        Optional<Numbered> thread = thread(conversation);
        return thread.isEmpty() ? Slice.EMPTY : slice(thread.get(), range);
    }

    private Optional<Numbered> thread(String conversation) throws SQLException {
        return Sql.rows(
                        connection,
                        Written.of(
                                engine.dialect(),
                                "thread",
                                0,
                                () -> sql.select(Tables.THREAD_NUM, Tables.THREAD_VISITOR)
                                        .from(Tables.THREAD)
                                        .where(Tables.THREAD_ID.eq(conversation))),
                        List.of(conversation),
                        row -> new Numbered(row.getLong(1), conversation, row.getString(2)))
                .stream()
                .findFirst();
    }

    private Slice slice(Numbered thread, Range range) throws SQLException {
        List<Span> spans = Spans.of(sql, connection, thread.num());
        List<StoredMessage> messages = switch (range) {
            case Range.After(long seq, int limit) -> ascending(thread, spans, Math.max(seq, 0) + 1, limit);
            case Range.Before(long seq, int limit) -> descending(thread, spans, Math.max(seq, 1) - 1, limit);
            case Range.Newest(int limit) -> descending(thread, spans, Long.MAX_VALUE, limit);
        };
        boolean newestIsThere = range instanceof Range.Newest && !messages.isEmpty();
        return new Slice(messages, newestIsThere ? messages.getLast().seq() : newest(thread, spans));
    }

    /**
     * Numbers have no gap most often: as many as are asked for are then within as many numbers, and need not be put in order
     * by the server.
     */
    private List<StoredMessage> ascending(Numbered thread, List<Span> spans, long first, int limit)
            throws SQLException {
        long newest = spans.stream().mapToLong(Span::last).max().orElse(0);
        List<StoredMessage> found = window(thread, spans, first, Math.min(newest, first + limit - 1));
        return found.size() >= limit || first + limit > newest ? found : upwards(thread, spans, first, limit);
    }

    private List<StoredMessage> descending(Numbered thread, List<Span> spans, long last, int limit)
            throws SQLException {
        long top = Math.min(last, spans.stream().mapToLong(Span::last).max().orElse(0));
        long oldest = spans.stream().mapToLong(Span::first).min().orElse(1);
        List<StoredMessage> found = window(thread, spans, Math.max(oldest, top - limit + 1), top);
        return found.size() >= limit || top - limit < oldest ? found : downwards(thread, spans, last, limit);
    }

    /** All from one number to another, each put in its place: to sort them would take longer than to read them. */
    private List<StoredMessage> window(Numbered thread, List<Span> spans, long first, long last) throws SQLException {
        if (first > last) {
            return List.of();
        }
        StoredMessage[] places = new StoredMessage[Math.toIntExact(last - first + 1)];
        for (Span span : spans) {
            if (span.last() >= first && span.first() <= last) {
                Sql.rows(connection, window(span.month()), List.of(thread.num(), first, last), row -> {
                    StoredMessage message = MessageRow.message(engine, row, thread.conversation(), thread.visitor());
                    places[(int) (message.seq() - first)] = message;
                    return message;
                });
            }
        }
        return Arrays.stream(places).filter(Objects::nonNull).toList();
    }

    private String window(int month) {
        return Written.of(
                engine.dialect(),
                "window",
                month,
                () -> sql.select(Tables.MESSAGE_COLUMNS)
                        .from(messages(month))
                        .where(Tables.MESSAGE_THREAD.eq(0L))
                        .and(Tables.MESSAGE_SEQ.between(0L, 0L)));
    }

    /** The months' numbers follow one another, save where a clock jumped: then what overlaps is read from both. */
    private List<StoredMessage> upwards(Numbered thread, List<Span> spans, long first, int limit) throws SQLException {
        List<StoredMessage> found = new ArrayList<>();
        for (Span span : sorted(spans, Comparator.comparingLong(Span::first))) {
            boolean full = found.size() >= limit && found.get(limit - 1).seq() < span.first();
            if (!full && span.last() >= first) {
                found.addAll(rows(
                        thread,
                        span.month(),
                        Tables.MESSAGE_SEQ.ge(first),
                        Tables.MESSAGE_SEQ.asc(),
                        found.isEmpty() || found.getLast().seq() >= span.first() ? limit : limit - found.size()));
                found.sort(BY_SEQ);
            }
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    private List<StoredMessage> downwards(Numbered thread, List<Span> spans, long last, int limit) throws SQLException {
        List<StoredMessage> found = new ArrayList<>();
        for (Span span : sorted(spans, Comparator.comparingLong(Span::last).reversed())) {
            boolean full =
                    found.size() >= limit && found.get(found.size() - limit).seq() > span.last();
            if (!full && span.first() <= last) {
                found.addAll(rows(
                        thread,
                        span.month(),
                        Tables.MESSAGE_SEQ.le(last),
                        Tables.MESSAGE_SEQ.desc(),
                        found.isEmpty() || found.getFirst().seq() <= span.last() ? limit : limit - found.size()));
                found.sort(BY_SEQ);
            }
        }
        return found.subList(Math.max(0, found.size() - limit), found.size());
    }

    private static List<Span> sorted(List<Span> spans, Comparator<Span> order) {
        return spans.stream().sorted(order).toList();
    }

    private List<StoredMessage> rows(Numbered thread, int month, Condition side, SortField<Long> order, int limit)
            throws SQLException {
        return Sql.rows(
                connection,
                sql.select(Tables.MESSAGE_COLUMNS)
                        .from(messages(month))
                        .where(Tables.MESSAGE_THREAD.eq(thread.num()))
                        .and(side)
                        .orderBy(order)
                        .limit(limit),
                row -> MessageRow.message(engine, row, thread.conversation(), thread.visitor()));
    }

    /** Spans may be wider than the truth: the rows tell. */
    private long newest(Numbered thread, List<Span> spans) throws SQLException {
        long newest = 0;
        for (Span span : spans) {
            if (span.last() > newest) {
                newest = Math.max(newest, number(span.month(), max(Tables.MESSAGE_SEQ), thread));
            }
        }
        return newest;
    }

    private long number(int month, Field<Long> what, Numbered thread) throws SQLException {
        return Sql.number(
                connection, sql.select(what).from(messages(month)).where(Tables.MESSAGE_THREAD.eq(thread.num())));
    }

    List<String> conversations(String visitor) throws SQLException {
        return Sql.rows(
                connection,
                sql.select(Tables.THREAD_ID).from(Tables.THREAD).where(Tables.THREAD_VISITOR.eq(visitor)),
                row -> row.getString(1));
    }

    /** The months that have tables, ascending. */
    List<Integer> months() throws SQLException {
        return Sql.rows(
                connection,
                Written.of(
                        engine.dialect(),
                        "months",
                        0,
                        () -> sql.select(Tables.MONTH_NUMBER).from(Tables.MONTH).orderBy(Tables.MONTH_NUMBER)),
                List.of(),
                row -> row.getInt(1));
    }

    /** From one day to the next by the index: a plain DISTINCT may walk every message. */
    List<LocalDate> days() throws SQLException {
        List<LocalDate> days = new ArrayList<>();
        for (int month : months()) {
            Optional<LocalDate> day = nextDay(month, LocalDate.EPOCH.minusDays(1));
            while (day.isPresent()) {
                days.add(day.get());
                day = nextDay(month, day.get());
            }
        }
        return days;
    }

    Optional<LocalDate> nextDay(int month, LocalDate after) throws SQLException {
        return day(sql.select(min(Tables.MESSAGE_DAY))
                .from(messages(month))
                .where(Tables.MESSAGE_DAY.gt(Math.toIntExact(after.toEpochDay()))));
    }

    Optional<LocalDate> lastDay(int month) throws SQLException {
        return day(sql.select(max(Tables.MESSAGE_DAY)).from(messages(month)));
    }

    private Optional<LocalDate> day(SelectForUpdateStep<?> query) throws SQLException {
        return Sql.rows(connection, query, row -> Optional.ofNullable(row.getObject(1)))
                .getFirst()
                .map(day -> LocalDate.ofEpochDay(((Number) day).longValue()));
    }

    /** The messages of a day after one of them, conversation by conversation. */
    List<Scanned> scan(LocalDate day, MessageKey after, int limit) throws SQLException {
        return Sql.rows(
                connection,
                sql.select(Tables.WHOLE_MESSAGE)
                        .from(messages(Months.of(day)))
                        .join(Tables.THREAD)
                        .on(Tables.THREAD_NUM.eq(Tables.MESSAGE_THREAD))
                        .where(Tables.MESSAGE_DAY.eq(Math.toIntExact(day.toEpochDay())))
                        .and(Tables.MESSAGE_THREAD.ge(after.thread()))
                        .and(Tables.MESSAGE_THREAD.gt(after.thread()).or(Tables.MESSAGE_SEQ.gt(after.seq())))
                        .orderBy(Tables.MESSAGE_THREAD, Tables.MESSAGE_SEQ)
                        .limit(limit),
                row -> new Scanned(new MessageKey(row.getLong(1), row.getLong(2)), MessageRow.whole(engine, row)));
    }

    /** A message of a walk, and where it stands in it. */
    record Scanned(MessageKey key, StoredMessage message) {}

    /** Keys of a day's messages, in no order. */
    List<MessageKey> keysExpired(Outdated outdated, int limit) throws SQLException {
        Condition gone = Tables.MESSAGE_DAY.eq(Math.toIntExact(outdated.day().toEpochDay()));
        if (!outdated.ofAllChannels()) {
            gone = gone.and(
                    outdated.allBut()
                            ? Tables.MESSAGE_CHANNEL.notIn(outdated.channels())
                            : Tables.MESSAGE_CHANNEL.in(outdated.channels()));
        }
        if (!outdated.held().isEmpty()) {
            gone = gone.and(Tables.MESSAGE_THREAD.notIn(
                    sql.select(Tables.THREAD_NUM).from(Tables.THREAD).where(Tables.THREAD_ID.in(outdated.held()))));
        }
        return keys(sql.select(Tables.MESSAGE_THREAD, Tables.MESSAGE_SEQ)
                .from(messages(Months.of(outdated.day())))
                .where(gone)
                .limit(limit));
    }

    /** Keys of a conversation's messages in a month, in no order. */
    List<MessageKey> keysOfThread(long thread, int month, int limit) throws SQLException {
        return keys(sql.select(Tables.MESSAGE_THREAD, Tables.MESSAGE_SEQ)
                .from(messages(month))
                .where(Tables.MESSAGE_THREAD.eq(thread))
                .limit(limit));
    }

    private List<MessageKey> keys(Query query) throws SQLException {
        return Sql.rows(connection, query, row -> new MessageKey(row.getLong(1), row.getLong(2)));
    }

    static Table<Record> messages(int month) {
        return table(name(Tables.messages(month))).as("m");
    }
}
