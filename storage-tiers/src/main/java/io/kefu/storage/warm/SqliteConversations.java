package io.kefu.storage.warm;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.table;

import io.kefu.storage.sqlite.ReadConnections;
import io.kefu.storage.tier.ConversationFilter;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.ConversationPage;
import io.kefu.storage.tier.ConversationRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.Table;

/** The conversations' list in {@code warm.db}, as fresh as the warm tier. */
final class SqliteConversations implements ConversationIndex {
    private static final int DEEPEST = 10_000;
    private static final Table<Record> CONVERSATIONS =
            table(name("conversation")).as("c");
    private static final List<Field<?>> COLUMNS = List.of(
            Tables.CONVERSATION_ID,
            field(name("c", "epoch")),
            Tables.CONVERSATION_CHANNEL,
            Tables.CONVERSATION_VISITOR,
            field(name("c", "visitor_name")),
            Tables.CONVERSATION_STATE,
            Tables.CONVERSATION_TEAM,
            Tables.CONVERSATION_AGENT,
            field(name("c", "last_seq")),
            field(name("c", "created_at")),
            Tables.CONVERSATION_UPDATED,
            field(name("c", "closed_at")),
            field(name("c", "head")));

    private final ReadConnections readers;
    private final Duration bound;

    SqliteConversations(ReadConnections readers, Duration bound) {
        this.readers = readers;
        this.bound = bound;
    }

    @Override
    public ConversationPage list(ConversationFilter filter, int limit, int offset) {
        if (offset < 0 || offset > DEEPEST) {
            throw new IllegalArgumentException("offset is " + offset + ", not within 0 and " + DEEPEST);
        }
        Condition condition = condition(filter);
        return WarmTier.answering(() -> readers.read(
                bound,
                connection -> new ConversationPage(
                        rows(connection, page(condition, limit, offset)), count(connection, condition))));
    }

    @Override
    public List<ConversationRow> byVisitor(String visitorId, int limit) {
        return find(Tables.CONVERSATION_VISITOR.eq(visitorId), limit);
    }

    @Override
    public Optional<ConversationRow> get(String conversationId) {
        return find(Tables.CONVERSATION_ID.eq(conversationId), 1).stream().findFirst();
    }

    @Override
    public List<ConversationRow> after(String conversationId, int limit) {
        ResultQuery<?> piece = Tables.sql()
                .select(COLUMNS)
                .from(CONVERSATIONS)
                .where(Tables.CONVERSATION_ID.gt(conversationId))
                .orderBy(Tables.CONVERSATION_ID)
                .limit(limit);
        return WarmTier.answering(() -> readers.read(bound, connection -> rows(connection, piece)));
    }

    private List<ConversationRow> find(Condition condition, int limit) {
        return WarmTier.answering(() -> readers.read(bound, connection -> rows(connection, page(condition, limit, 0))));
    }

    private static Condition condition(ConversationFilter filter) {
        return noCondition()
                .and(filter.state() == null ? noCondition() : Tables.CONVERSATION_STATE.eq(filter.state()))
                .and(filter.groups() == null ? noCondition() : Tables.CONVERSATION_TEAM.in(filter.groups()))
                .and(filter.agent() == null ? noCondition() : Tables.CONVERSATION_AGENT.eq(filter.agent()))
                .and(filter.channel() == null ? noCondition() : Tables.CONVERSATION_CHANNEL.eq(filter.channel()));
    }

    private static ResultQuery<?> page(Condition condition, int limit, int offset) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is " + limit + ", not within 1 and " + MOST);
        }
        return Tables.sql()
                .select(COLUMNS)
                .from(CONVERSATIONS)
                .where(condition)
                .orderBy(Tables.CONVERSATION_UPDATED.desc(), Tables.CONVERSATION_ID.desc())
                .limit(limit)
                .offset(offset);
    }

    private static long count(Connection connection, Condition condition) throws SQLException {
        try (PreparedStatement select = Tables.prepare(
                        connection,
                        Tables.sql().selectCount().from(CONVERSATIONS).where(condition));
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<ConversationRow> rows(Connection connection, ResultQuery<?> query) throws SQLException {
        List<ConversationRow> rows = new ArrayList<>();
        try (PreparedStatement select = Tables.prepare(connection, query);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                rows.add(row(row));
            }
        }
        return rows;
    }

    private static ConversationRow row(ResultSet row) throws SQLException {
        return new ConversationRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getBytes(13));
    }
}
