package io.kefu.storage.clickhouse;

import io.kefu.storage.text.Words;
import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.StoredMessage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Base64;

/** A row of the table {@code message}. */
final class MessageRow {
    /** The driver takes every string for text: bytes come as base 64. */
    static final String COLUMNS =
            "conversation, epoch, seq, channel, visitor, author_kind, author, at_ms, internal, text,"
                    + " base64Encode(body), amend_kind, amend_by, amend_text";

    /** With every column in the table's order the driver sends rows in their binary form. */
    static final String INSERT = "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final int RANK_BITS = 40;
    private static final LocalDate FIRST_DAY = LocalDate.EPOCH;
    private static final LocalDate LAST_DAY = LocalDate.EPOCH.plusDays(65_535);

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
                Base64.getDecoder().decode(row.getString(11)),
                amendment(row));
    }

    private static Amendment amendment(ResultSet row) throws SQLException {
        int kind = row.getInt(12);
        return kind == 0 ? null : new Amendment(Amendment.Kind.of(kind), row.getLong(13), row.getString(14));
    }

    static void bind(PreparedStatement insert, StoredMessage message, long generation) throws SQLException {
        Amendment amendment = message.amendment();
        long by = amendment == null ? 0 : amendment.bySeq();
        insert.setString(1, message.conversationId());
        insert.setLong(2, message.seq());
        insert.setString(3, message.epoch());
        insert.setString(4, message.channel());
        insert.setString(5, message.visitorId());
        insert.setString(6, message.authorKind());
        insert.setString(7, message.authorId());
        insert.setLong(8, message.atMillis());
        insert.setObject(9, day(message));
        insert.setBoolean(10, message.internal());
        insert.setString(11, message.text());
        insert.setObject(12, message.body());
        insert.setInt(13, amendment == null ? 0 : amendment.kind().code());
        insert.setLong(14, by);
        insert.setString(15, amendment == null ? "" : amendment.text());
        insert.setString(16, Words.folded(message.shownText()));
        insert.setLong(17, generation << RANK_BITS | (amendment == null ? 0 : amendment.rank()));
    }

    private static LocalDate day(StoredMessage message) {
        LocalDate day = message.day();
        if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            throw new IllegalArgumentException("message " + message.seq() + " of " + message.conversationId()
                    + " is of " + day + ", not within " + FIRST_DAY + " and " + LAST_DAY);
        }
        return day;
    }
}
