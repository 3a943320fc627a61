package io.kefu.storage.warm;

import io.kefu.storage.sqlite.Schema;
import java.util.List;

/**
 * The tables of {@code warm.db}.
 *
 * <p>One table of messages, not one a month: a day is dropped by its index, and a history never has to be joined. A
 * message's key is its conversation's number and its {@code seq} in one integer, so that a conversation lies in one
 * piece and a page of history is read in order, with no second index. Words have a numbering of their own, in the order
 * of commit, so that the newest of many found ones come first without sorting.
 */
final class WarmSchema {
    /** Bits of a message's key that hold its {@code seq}. */
    static final int SEQ_BITS = 24;

    static final long MOST_SEQ = (1L << SEQ_BITS) - 1;

    static final Schema SCHEMA = new Schema(List.of(
            List.of(
                    "CREATE TABLE thread (num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, visitor TEXT NOT NULL) STRICT",
                    "CREATE INDEX thread_by_visitor ON thread (visitor)",
                    """
            CREATE TABLE message (
              id INTEGER PRIMARY KEY,
              epoch TEXT NOT NULL,
              channel TEXT NOT NULL,
              author_kind TEXT NOT NULL,
              author TEXT NOT NULL,
              at INTEGER NOT NULL,
              day INTEGER NOT NULL,
              internal INTEGER NOT NULL,
              text TEXT NOT NULL,
              body BLOB NOT NULL,
              amend_kind INTEGER NOT NULL,
              amend_by INTEGER NOT NULL,
              amend_text TEXT NOT NULL,
              doc INTEGER
            ) STRICT
            """,
                    "CREATE INDEX message_by_day ON message (day)",
                    """
            CREATE TABLE searchable (
              doc INTEGER PRIMARY KEY,
              message INTEGER NOT NULL,
              at INTEGER NOT NULL,
              channel TEXT NOT NULL,
              agent TEXT NOT NULL
            ) STRICT
            """,
                    "CREATE VIRTUAL TABLE words USING fts5"
                            + " (tokens, content='', contentless_delete=1, tokenize='ascii', detail='full')",
                    "INSERT INTO words (words, rank) VALUES ('secure-delete', 1)",
                    """
            CREATE TABLE conversation (
              id TEXT PRIMARY KEY,
              epoch TEXT NOT NULL,
              channel TEXT NOT NULL,
              visitor TEXT NOT NULL,
              visitor_name TEXT NOT NULL,
              state TEXT NOT NULL,
              team TEXT NOT NULL,
              agent TEXT NOT NULL,
              last_seq INTEGER NOT NULL,
              created_at INTEGER NOT NULL,
              updated_at INTEGER NOT NULL,
              closed_at INTEGER NOT NULL,
              head BLOB NOT NULL
            ) STRICT
            """,
                    "CREATE INDEX conversation_by_update ON conversation (updated_at, id)",
                    "CREATE INDEX conversation_by_state ON conversation (state, updated_at, id)",
                    "CREATE INDEX conversation_by_visitor ON conversation (visitor, updated_at, id)",
                    "CREATE INDEX conversation_by_agent ON conversation (agent, updated_at, id)",
                    "CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
                    "INSERT INTO mark VALUES ('cursor', 0)"),
            // Kept beside the rows: to count tens of millions of them takes a minute.
            List.of("INSERT INTO mark SELECT 'messages', count(*) FROM message")));

    private WarmSchema() {}

    static long firstKey(long thread) {
        return thread << SEQ_BITS;
    }

    static boolean isSeq(long seq) {
        return seq >= 1 && seq <= MOST_SEQ;
    }

    static long key(long thread, long seq) {
        if (!isSeq(seq)) {
            throw new IllegalArgumentException("seq " + seq + " is not within 1 and " + MOST_SEQ);
        }
        return firstKey(thread) | seq;
    }

    static long seq(long key) {
        return key & MOST_SEQ;
    }
}
