package io.kefu.storage.warm;

import io.kefu.storage.sqlite.Columns;
import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A row of the table {@code message}, under the alias {@code m}. */
final class MessageRow {
    static final String COLUMNS = "m.id, m.epoch, m.channel, m.author_kind, m.author, m.at, m.internal, m.text, m.body,"
            + " m.amend_kind, m.amend_by, m.amend_text";

    private MessageRow() {}

    static StoredMessage message(ResultSet row, String conversation, String visitor) throws SQLException {
        return new StoredMessage(
                conversation,
                Columns.text(row, 2),
                WarmSchema.seq(row.getLong(1)),
                Columns.text(row, 3),
                visitor,
                Columns.text(row, 4),
                Columns.text(row, 5),
                row.getLong(6),
                row.getBoolean(7),
                Columns.text(row, 8),
                row.getBytes(9),
                amendment(row));
    }

    private static Amendment amendment(ResultSet row) throws SQLException {
        int kind = row.getInt(10);
        return kind == 0 ? null : new Amendment(Amendment.Kind.of(kind), row.getLong(11), Columns.text(row, 12));
    }
}
