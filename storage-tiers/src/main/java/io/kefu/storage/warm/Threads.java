package io.kefu.storage.warm;

import io.kefu.storage.sqlite.WriteConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The numbers of conversations, within one transaction: a number that was not committed must not be remembered. */
final class Threads {
    static final long UNKNOWN = -1;

    private final WriteConnection open;
    private final Map<String, Long> numbers = new HashMap<>();

    Threads(WriteConnection open) {
        this.open = open;
    }

    /** The conversation's number, given now when it is new. */
    long number(String conversation, String visitor) throws SQLException {
        Long known = numbers.get(conversation);
        if (known != null) {
            return known;
        }
        PreparedStatement insert = open.statement("INSERT INTO thread (id, visitor) VALUES (?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET visitor = excluded.visitor WHERE visitor <> excluded.visitor");
        insert.setString(1, conversation);
        insert.setString(2, visitor);
        insert.executeUpdate();
        return known(conversation);
    }

    /** The conversation's number, or {@link #UNKNOWN}. */
    long known(String conversation) throws SQLException {
        Long known = numbers.get(conversation);
        if (known != null) {
            return known;
        }
        PreparedStatement select = open.statement("SELECT num FROM thread WHERE id = ?");
        select.setString(1, conversation);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return UNKNOWN;
            }
            numbers.put(conversation, row.getLong(1));
            return row.getLong(1);
        }
    }
}
