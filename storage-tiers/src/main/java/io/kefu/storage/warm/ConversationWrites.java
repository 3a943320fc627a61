package io.kefu.storage.warm;

import io.kefu.storage.sqlite.WriteConnection;
import io.kefu.storage.tier.ConversationRow;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Conversations' rows, written within one transaction. */
final class ConversationWrites {
    private ConversationWrites() {}

    static void put(WriteConnection open, ConversationRow row) throws SQLException {
        PreparedStatement put =
                open.statement("INSERT OR REPLACE INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        put.setString(1, row.conversationId());
        put.setString(2, row.epoch());
        put.setString(3, row.channel());
        put.setString(4, row.visitorId());
        put.setString(5, row.visitorName());
        put.setString(6, row.state());
        put.setString(7, row.group());
        put.setString(8, row.agent());
        put.setLong(9, row.lastSeq());
        put.setLong(10, row.createdAt());
        put.setLong(11, row.updatedAt());
        put.setLong(12, row.closedAt());
        put.setBytes(13, row.head());
        put.executeUpdate();
    }
}
