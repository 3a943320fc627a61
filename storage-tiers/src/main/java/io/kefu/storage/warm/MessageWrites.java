package io.kefu.storage.warm;

import io.kefu.storage.sqlite.WriteConnection;
import io.kefu.storage.text.Words;
import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.StoredMessage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Messages and their amendments, written within one transaction. */
final class MessageWrites {
    private static final String INSERT =
            "INSERT OR IGNORE INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final WriteConnection open;
    private final Threads threads;
    private final WordIndex words;
    private long added;

    MessageWrites(WriteConnection open) {
        this.open = open;
        this.threads = new Threads(open);
        this.words = new WordIndex(open);
    }

    void put(StoredMessage message) throws SQLException {
        long key = WarmSchema.key(threads.number(message.conversationId(), message.visitorId()), message.seq());
        String shown = Words.indexed(message.shownText());
        Long doc = shown.isEmpty() ? null : words.next();
        boolean isNew = insert(key, message, doc) || (isOfOtherEpoch(key, message) && replace(key, message, doc));
        if (isNew && doc != null) {
            words.put(doc, key, message, shown);
        }
    }

    private boolean insert(long key, StoredMessage message, Long doc) throws SQLException {
        PreparedStatement insert = open.statement(INSERT);
        insert.setLong(1, key);
        insert.setString(2, message.epoch());
        insert.setString(3, message.channel());
        insert.setString(4, message.authorKind());
        insert.setString(5, message.authorId());
        insert.setLong(6, message.atMillis());
        insert.setLong(7, message.day().toEpochDay());
        insert.setBoolean(8, message.internal());
        insert.setString(9, message.text());
        insert.setBytes(10, message.body());
        Amendment amendment = message.amendment();
        insert.setInt(11, amendment == null ? 0 : amendment.kind().code());
        insert.setLong(12, amendment == null ? 0 : amendment.bySeq());
        insert.setString(13, amendment == null ? "" : amendment.text());
        WordIndex.bind(insert, 14, doc);
        int rows = insert.executeUpdate();
        added += rows;
        return rows == 1;
    }

    /** After a restore from a backup numbers are given a second time, under another epoch: the later message counts. */
    private boolean isOfOtherEpoch(long key, StoredMessage message) throws SQLException {
        PreparedStatement select = open.statement("SELECT epoch FROM message WHERE id = ?");
        select.setLong(1, key);
        try (ResultSet row = select.executeQuery()) {
            return row.next() && !row.getString(1).equals(message.epoch());
        }
    }

    private boolean replace(long key, StoredMessage message, Long doc) throws SQLException {
        remove(key);
        return insert(key, message, doc);
    }

    void amend(Amend amend) throws SQLException {
        boolean possible = amend.isOfEarlier() && WarmSchema.isSeq(amend.targetSeq());
        long thread = possible ? threads.known(amend.conversationId()) : Threads.UNKNOWN;
        if (thread == Threads.UNKNOWN) {
            return;
        }
        long key = WarmSchema.key(thread, amend.targetSeq());
        StoredMessage held = held(key, amend.conversationId());
        if (held != null && amend.amendment().supersedes(held.amendment())) {
            amend(key, held.with(amend.amendment()));
        }
    }

    private void amend(long key, StoredMessage amended) throws SQLException {
        String shown = Words.indexed(amended.shownText());
        Long before = doc(key);
        words.remove(before);
        Long doc = shown.isEmpty() ? null : Long.valueOf(before == null ? words.next() : before);
        PreparedStatement update =
                open.statement("UPDATE message SET amend_kind = ?, amend_by = ?, amend_text = ?, doc = ? WHERE id = ?");
        update.setInt(1, amended.amendment().kind().code());
        update.setLong(2, amended.amendment().bySeq());
        update.setString(3, amended.amendment().text());
        WordIndex.bind(update, 4, doc);
        update.setLong(5, key);
        update.executeUpdate();
        if (doc != null) {
            words.put(doc, key, amended, shown);
        }
    }

    private StoredMessage held(long key, String conversation) throws SQLException {
        PreparedStatement select = open.statement("SELECT " + MessageRow.COLUMNS + " FROM message m WHERE m.id = ?");
        select.setLong(1, key);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? MessageRow.message(row, conversation, "") : null;
        }
    }

    private Long doc(long key) throws SQLException {
        PreparedStatement select = open.statement("SELECT doc FROM message WHERE id = ?");
        select.setLong(1, key);
        try (ResultSet row = select.executeQuery()) {
            long doc = row.next() ? row.getLong(1) : 0;
            return doc == 0 ? null : doc;
        }
    }

    void remove(long key) throws SQLException {
        words.remove(doc(key));
        PreparedStatement delete = open.statement("DELETE FROM message WHERE id = ?");
        delete.setLong(1, key);
        added -= delete.executeUpdate();
    }

    /** Once a transaction, after all else. */
    void count() throws SQLException {
        if (added != 0) {
            PreparedStatement update = open.statement("UPDATE mark SET value = value + ? WHERE name = 'messages'");
            update.setLong(1, added);
            update.executeUpdate();
            added = 0;
        }
    }

    void scrub() throws SQLException {
        words.scrub();
    }
}
