package io.kefu.storage.warm;

import io.kefu.storage.sqlite.WriteConnection;
import io.kefu.storage.tier.StoredMessage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** The words of messages, within one transaction. */
final class WordIndex {
    private final WriteConnection open;
    private long nextDoc;

    WordIndex(WriteConnection open) {
        this.open = open;
    }

    /** The next place in the order of found ones; one that is left unused does no harm. */
    long next() throws SQLException {
        if (nextDoc == 0) {
            try (ResultSet row = open.statement("SELECT coalesce(max(doc), 0) FROM searchable")
                    .executeQuery()) {
                row.next();
                nextDoc = row.getLong(1) + 1;
            }
        }
        return nextDoc++;
    }

    /** Indexes the words of a message at a free place. */
    void put(long doc, long message, StoredMessage shown, String words) throws SQLException {
        PreparedStatement row = open.statement("INSERT INTO searchable VALUES (?, ?, ?, ?, ?)");
        row.setLong(1, doc);
        row.setLong(2, message);
        row.setLong(3, shown.atMillis());
        row.setString(4, shown.channel());
        row.setString(5, shown.authorKind().equals("agent") ? shown.authorId() : "");
        row.executeUpdate();
        PreparedStatement text = open.statement("INSERT INTO words (rowid, tokens) VALUES (?, ?)");
        text.setLong(1, doc);
        text.setString(2, words);
        text.executeUpdate();
    }

    void remove(Long doc) throws SQLException {
        if (doc != null) {
            delete("DELETE FROM words WHERE rowid = ?", doc);
            delete("DELETE FROM searchable WHERE doc = ?", doc);
        }
    }

    private void delete(String sql, long doc) throws SQLException {
        PreparedStatement delete = open.statement(sql);
        delete.setLong(1, doc);
        delete.executeUpdate();
    }

    /** Removes what deleted rows left behind in the index, which until then only marks them. */
    void scrub() throws SQLException {
        open.statement("INSERT INTO words (words) VALUES ('optimize')").executeUpdate();
    }

    static void bind(PreparedStatement statement, int index, Long doc) throws SQLException {
        if (doc == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            statement.setLong(index, doc);
        }
    }
}
