package io.kefu.storage.sql;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;

import io.kefu.storage.tier.ConversationFilter;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.ConversationPage;
import io.kefu.storage.tier.ConversationRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;

/** The conversations' list in a tier's database, as fresh as the tier. */
final class SqlConversations implements ConversationIndex {
    private static final int DEEPEST = 10_000;
    private static final List<Field<?>> COLUMNS = ConversationWrites.COLUMNS.stream()
            .<Field<?>>map(column -> field(name("c", column)))
            .toList();

    private final SqlTier tier;
    private final SqlEngine engine;
    private final DSLContext sql;

    SqlConversations(SqlTier tier, SqlEngine engine) {
        this.tier = tier;
        this.engine = engine;
        this.sql = Sql.of(engine.dialect());
    }

    @Override
    public ConversationPage list(ConversationFilter filter, int limit, int offset) {
        if (offset < 0 || offset > DEEPEST) {
            throw new IllegalArgumentException("offset is " + offset + ", not within 0 and " + DEEPEST);
        }
        Condition condition = condition(filter);
        Query page = page(condition, limit, offset);
        Query count = sql.selectCount().from(Tables.CONVERSATION).where(condition);
        return tier.read(connection ->
                new ConversationPage(Sql.rows(connection, page, this::row), Sql.number(connection, count)));
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
        Query piece = sql.select(COLUMNS)
                .from(Tables.CONVERSATION)
                .where(Tables.CONVERSATION_ID.gt(conversationId))
                .orderBy(Tables.CONVERSATION_ID)
                .limit(limit);
        return tier.read(connection -> Sql.rows(connection, piece, this::row));
    }

    private List<ConversationRow> find(Condition condition, int limit) {
        Query page = page(condition, limit, 0);
        return tier.read(connection -> Sql.rows(connection, page, this::row));
    }

    private static Condition condition(ConversationFilter filter) {
        return noCondition()
                .and(filter.state() == null ? noCondition() : Tables.CONVERSATION_STATE.eq(filter.state()))
                .and(filter.groups() == null ? noCondition() : Tables.CONVERSATION_TEAM.in(filter.groups()))
                .and(filter.agent() == null ? noCondition() : Tables.CONVERSATION_AGENT.eq(filter.agent()))
                .and(filter.channel() == null ? noCondition() : Tables.CONVERSATION_CHANNEL.eq(filter.channel()));
    }

    private Query page(Condition condition, int limit, int offset) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is " + limit + ", not within 1 and " + MOST);
        }
        return sql.select(COLUMNS)
                .from(Tables.CONVERSATION)
                .where(condition)
                .orderBy(Tables.CONVERSATION_UPDATED.desc(), Tables.CONVERSATION_ID.desc())
                .limit(limit)
                .offset(offset);
    }

    private ConversationRow row(ResultSet row) throws SQLException {
        return new ConversationRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                engine.asItWas(row.getString(5)),
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
