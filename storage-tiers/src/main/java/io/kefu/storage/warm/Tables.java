package io.kefu.storage.warm;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import io.kefu.storage.sql.Jooq;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** The names that filters are built of, and how a built query becomes a statement. */
final class Tables {
    static {
        Jooq.load();
    }

    static final Field<String> CONVERSATION_ID = field(name("c", "id"), String.class);
    static final Field<String> CONVERSATION_STATE = field(name("c", "state"), String.class);
    static final Field<String> CONVERSATION_TEAM = field(name("c", "team"), String.class);
    static final Field<String> CONVERSATION_AGENT = field(name("c", "agent"), String.class);
    static final Field<String> CONVERSATION_CHANNEL = field(name("c", "channel"), String.class);
    static final Field<String> CONVERSATION_VISITOR = field(name("c", "visitor"), String.class);
    static final Field<Long> CONVERSATION_UPDATED = field(name("c", "updated_at"), Long.class);

    private static final DSLContext DIALECT = DSL.using(SQLDialect.SQLITE);

    private Tables() {}

    static DSLContext sql() {
        return DIALECT;
    }

    static PreparedStatement prepare(Connection connection, Query query) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query.getSQL());
        List<Object> values = query.getBindValues();
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
        return statement;
    }
}
