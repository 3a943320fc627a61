package io.kefu.storage.duckdb;

import io.kefu.storage.text.Signature;
import io.kefu.storage.text.Words;
import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/** A row of the table {@code message}. */
final class MessageRow {
    static final String COLUMNS =
            "conversation, epoch, seq, channel, visitor, author_kind, author, at_ms, internal, text,"
                    + " body, amend_kind, amend_by, amend_text";

    private MessageRow() {}

    static StoredMessage message(ResultSet row) throws SQLException {
        return new StoredMessage(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                row.getBoolean(9),
                row.getString(10),
                row.getBytes(11),
                amendment(row));
    }

    private static Amendment amendment(ResultSet row) throws SQLException {
        int kind = row.getInt(12);
        return kind == 0 ? null : new Amendment(Amendment.Kind.of(kind), row.getLong(13), row.getString(14));
    }

    static void append(DuckDBAppender rows, StoredMessage message) throws SQLException {
        Amendment amendment = message.amendment();
        String words = Words.folded(message.shownText());
        rows.beginRow()
                .append(ConversationKey.of(message.conversationId()))
                .append(message.conversationId())
                .append(message.seq())
                .append(message.epoch())
                .append(message.channel())
                .append(message.visitorId())
                .append(message.authorKind())
                .append(message.authorId())
                .append(message.atMillis())
                .append(Math.toIntExact(message.day().toEpochDay()))
                .append(message.internal())
                .append(message.text())
                .append(message.body())
                .append((byte) (amendment == null ? 0 : amendment.kind().code()))
                .append(amendment == null ? 0L : amendment.bySeq())
                .append(amendment == null ? "" : amendment.text())
                .append(words);
        appendSignature(rows, words);
        rows.endRow();
    }

    static void appendSignature(DuckDBAppender rows, String words) throws SQLException {
        for (long lane : Signature.of(words)) {
            rows.append(lane);
        }
    }
}
