package io.kefu.storage.sql;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.table;

import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.StoredMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Rows of a month's tables, written within one transaction. */
final class MessageWrites {
    /** A message and its conversation's number. */
    record Numbered(long thread, StoredMessage message) {
        MessageKey key() {
            return new MessageKey(thread, message.seq());
        }
    }

    private static final List<Field<?>> COLUMNS = Stream.of(
                    "thread",
                    "seq",
                    "epoch",
                    "channel",
                    "author_kind",
                    "author",
                    "sent_at",
                    "day",
                    "internal",
                    "text",
                    "body",
                    "amend_kind",
                    "amend_by",
                    "amend_text")
            .<Field<?>>map(column -> field(name(column)))
            .toList();
    private static final Field<Long> THREAD = field(name("thread"), Long.class);
    private static final Field<Long> SEQ = field(name("seq"), Long.class);

    private final SqlEngine engine;
    private final DSLContext sql;
    private final Connection connection;

    MessageWrites(SqlEngine engine, Connection connection) {
        this.engine = engine;
        this.sql = Sql.of(engine.dialect());
        this.connection = connection;
    }

    void insert(int month, List<Numbered> messages) throws SQLException {
        Sql.batch(
                connection,
                sql.insertInto(messages(month), COLUMNS).values(new Object[COLUMNS.size()]),
                messages,
                this::bind);
        count(month, messages.size());
        putWords(month, messages);
    }

    private void bind(PreparedStatement insert, Numbered each) throws SQLException {
        StoredMessage message = each.message();
        insert.setLong(1, each.thread());
        insert.setLong(2, message.seq());
        insert.setString(3, message.epoch());
        insert.setString(4, message.channel());
        insert.setString(5, message.authorKind());
        insert.setString(6, message.authorId());
        insert.setLong(7, message.atMillis());
        insert.setInt(8, Math.toIntExact(message.day().toEpochDay()));
        insert.setBoolean(9, message.internal());
        insert.setString(10, engine.written(message.text()));
        insert.setBytes(11, message.body());
        Amendment amendment = message.amendment();
        insert.setInt(12, amendment == null ? 0 : amendment.kind().code());
        insert.setLong(13, amendment == null ? 0 : amendment.bySeq());
        insert.setString(14, engine.written(amendment == null ? "" : amendment.text()));
    }

    private void putWords(int month, List<Numbered> messages) throws SQLException {
        engine.putWords(
                connection,
                month,
                messages.stream()
                        .map(each -> WordRow.of(each.thread(), each.message()))
                        .filter(each -> !each.text().isEmpty())
                        .toList());
    }

    /** Shows messages as their amendments say. */
    void reword(int month, List<Numbered> messages) throws SQLException {
        Sql.batch(
                connection,
                sql.update(messages(month))
                        .set(field(name("amend_kind"), Integer.class), 0)
                        .set(field(name("amend_by"), Long.class), 0L)
                        .set(field(name("amend_text"), String.class), "")
                        .where(THREAD.eq(0L))
                        .and(SEQ.eq(0L)),
                messages,
                (update, each) -> {
                    Amendment amendment = each.message().amendment();
                    update.setInt(1, amendment.kind().code());
                    update.setLong(2, amendment.bySeq());
                    update.setString(3, engine.written(amendment.text()));
                    update.setLong(4, each.thread());
                    update.setLong(5, each.message().seq());
                });
        delete(Tables.words(month), messages.stream().map(Numbered::key).toList());
        putWords(month, messages);
    }

    /** Removes messages and their words. */
    void remove(int month, Collection<MessageKey> keys) throws SQLException {
        delete(Tables.words(month), keys);
        count(month, -delete(Tables.messages(month), keys));
    }

    private int delete(String table, Collection<MessageKey> keys) throws SQLException {
        int deleted = 0;
        for (List<MessageKey> some : Chunks.of(keys)) {
            deleted += Sql.run(connection, sql.deleteFrom(table(name(table))).where(are(THREAD, SEQ, some)));
        }
        return deleted;
    }

    private void count(int month, int added) throws SQLException {
        if (added != 0) {
            Sql.run(
                    connection,
                    sql.update(Tables.MONTH)
                            .set(Tables.MONTH_MESSAGES, Tables.MONTH_MESSAGES.plus(added))
                            .where(Tables.MONTH_NUMBER.eq(month)));
        }
    }

    static Condition are(Field<Long> thread, Field<Long> seq, Collection<MessageKey> keys) {
        return row(thread, seq)
                .in(keys.stream().map(key -> DSL.row(key.thread(), key.seq())).toList());
    }

    private static Table<Record> messages(int month) {
        return table(name(Tables.messages(month)));
    }
}
