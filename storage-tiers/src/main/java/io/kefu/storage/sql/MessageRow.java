package io.kefu.storage.sql;

import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A row of {@link Tables#MESSAGE_COLUMNS}. */
public final class MessageRow {
    private MessageRow() {}

    /** A row of {@link Tables#WHOLE_MESSAGE}. */
    public static StoredMessage whole(SqlEngine engine, ResultSet row) throws SQLException {
        return message(engine, row, row.getString(14), row.getString(15));
    }

    static StoredMessage message(SqlEngine engine, ResultSet row, String conversation, String visitor)
            throws SQLException {
        return new StoredMessage(
                conversation,
                row.getString(3),
                row.getLong(2),
                row.getString(4),
                visitor,
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getBoolean(8),
                engine.asItWas(row.getString(9)),
                row.getBytes(10),
                amendment(engine, row));
    }

    private static Amendment amendment(SqlEngine engine, ResultSet row) throws SQLException {
        int kind = row.getInt(11);
        return kind == 0
                ? null
                : new Amendment(Amendment.Kind.of(kind), row.getLong(12), engine.asItWas(row.getString(13)));
    }
}
