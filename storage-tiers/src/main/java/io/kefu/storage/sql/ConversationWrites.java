package io.kefu.storage.sql;

import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.kefu.storage.tier.ConversationRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;

/** Conversations' rows, written within one transaction. */
final class ConversationWrites {
    static final List<String> COLUMNS = List.of(
            "id",
            "epoch",
            "channel",
            "visitor",
            "visitor_name",
            "state",
            "team",
            "agent",
            "last_seq",
            "created_at",
            "updated_at",
            "closed_at",
            "head");

    private ConversationWrites() {}

    static void put(SqlEngine engine, Connection connection, List<ConversationRow> rows) throws SQLException {
        Sql.batch(connection, upsert(Sql.of(engine.dialect())), rows, (put, row) -> bind(engine, put, row));
    }

    private static Query upsert(DSLContext sql) {
        List<Field<Object>> fields =
                COLUMNS.stream().map(column -> field(name(column))).toList();
        Map<Field<Object>, Field<Object>> changes =
                fields.stream().skip(1).collect(Collectors.toMap(each -> each, each -> excluded(each)));
        return sql.insertInto(table(name("conversation")), fields)
                .values(Stream.generate(() -> (Object) null)
                        .limit(fields.size())
                        .toList())
                .onConflict(fields.getFirst())
                .doUpdate()
                .set(changes);
    }

    private static void bind(SqlEngine engine, PreparedStatement put, ConversationRow row) throws SQLException {
        put.setString(1, row.conversationId());
        put.setString(2, row.epoch());
        put.setString(3, row.channel());
        put.setString(4, row.visitorId());
        put.setString(5, engine.written(row.visitorName()));
        put.setString(6, row.state());
        put.setString(7, row.group());
        put.setString(8, row.agent());
        put.setLong(9, row.lastSeq());
        put.setLong(10, row.createdAt());
        put.setLong(11, row.updatedAt());
        put.setLong(12, row.closedAt());
        put.setBytes(13, row.head());
    }
}
