package io.kefu.storage.duckdb;

import io.kefu.storage.text.Words;
import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.FoldedBatch;
import io.kefu.storage.tier.StoredMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Applies a batch within one transaction. The rows go through temporary tables, so that each step is one statement. */
final class BatchWriter {
    private static final String SIGNATURE = "sig0 = i.sig0, sig1 = i.sig1, sig2 = i.sig2, sig3 = i.sig3";
    private static final String SAME = "m.key = i.key AND m.seq = i.seq AND m.conversation = i.conversation";

    // In SQL an amendment supersedes another where (it is a recall, its number) is more: recalls have kind 1.
    private final DuckDBConnection connection;
    private final Statement statement;

    BatchWriter(DuckDBConnection connection, Statement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    void write(FoldedBatch batch, long nextOffset) throws SQLException {
        if (!batch.amends().isEmpty()) {
            amend(batch);
        }
        if (!batch.messages().isEmpty()) {
            insert(batch);
        }
        if (!batch.talks().isEmpty()) {
            know(batch);
        }
        statement.execute("UPDATE mark SET value = " + nextOffset + " WHERE name = 'cursor'");
    }

    private void amend(FoldedBatch batch) throws SQLException {
        statement.execute("DELETE FROM amending");
        try (DuckDBAppender rows = connection.createAppender("temp", "main", "amending")) {
            for (Amend each : batch.amends()) {
                append(rows, each);
            }
        }
        statement.execute("UPDATE message m SET amend_kind = i.kind, amend_by = i.by_seq, amend_text = i.text,"
                + " words = i.words, " + SIGNATURE + " FROM amending i WHERE " + SAME
                + " AND (m.amend_kind = 1, m.amend_by) < (i.kind = 1, i.by_seq)");
    }

    private static void append(DuckDBAppender rows, Amend each) throws SQLException {
        String words = Words.folded(each.amendment().text());
        rows.beginRow()
                .append(ConversationKey.of(each.conversationId()))
                .append(each.conversationId())
                .append(each.targetSeq())
                .append((byte) each.amendment().kind().code())
                .append(each.amendment().bySeq())
                .append(each.amendment().text())
                .append(words);
        MessageRow.appendSignature(rows, words);
        rows.endRow();
    }

    private void insert(FoldedBatch batch) throws SQLException {
        statement.execute("DELETE FROM incoming");
        try (DuckDBAppender rows = connection.createAppender("temp", "main", "incoming")) {
            for (StoredMessage each : batch.messages()) {
                MessageRow.append(rows, each);
            }
        }
        Met met = met();
        if (met.otherEpochs()) {
            // After a restore from a backup numbers are given a second time, under another epoch: the later message
            // counts.
            statement.execute("DELETE FROM message m USING incoming i WHERE " + SAME + " AND m.epoch <> i.epoch");
        }
        if (met.perhapsAgain()) {
            insertWhatIsNotThere(batch);
        } else {
            added(statement.executeUpdate("INSERT INTO message SELECT * FROM incoming ORDER BY key, seq"));
        }
    }

    /**
     * What the messages may meet in the tier, told by their conversations alone: to compare each message with those of its day
     * takes longer the more that day has, and a projector brings what is new.
     *
     * @param otherEpochs the tier has such a conversation of another epoch
     * @param perhapsAgain some numbers are not above all that the tier has had of their conversation
     */
    private record Met(boolean otherEpochs, boolean perhapsAgain) {}

    private Met met() throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT count(*) FILTER (t.epoch <> i.epoch AND t.epoch <> ''), count(*) FILTER (i.seq <= t.top_seq)"
                        + " FROM (SELECT key, conversation, epoch, min(seq) AS seq FROM incoming GROUP BY ALL) i"
                        + " JOIN thread t ON t.key = i.key AND t.id = i.conversation")) {
            row.next();
            return new Met(row.getLong(1) > 0, row.getLong(2) > 0);
        }
    }

    private void insertWhatIsNotThere(FoldedBatch batch) throws SQLException {
        LongSummaryStatistics days = batch.messages().stream()
                .mapToLong(each -> each.day().toEpochDay())
                .summaryStatistics();
        // The same message always has the same day: only those days are searched for what came before.
        String there = SAME + " AND m.day BETWEEN " + days.getMin() + " AND " + days.getMax();
        if (batch.messages().stream().anyMatch(each -> each.amendment() != null)) {
            statement.execute("UPDATE message m SET amend_kind = i.amend_kind, amend_by = i.amend_by,"
                    + " amend_text = i.amend_text, words = i.words, " + SIGNATURE + " FROM incoming i WHERE " + there
                    + " AND (m.amend_kind = 1, m.amend_by) < (i.amend_kind = 1, i.amend_by)");
        }
        added(statement.executeUpdate(
                "INSERT INTO message SELECT * FROM incoming i WHERE NOT EXISTS (SELECT 1 FROM message m WHERE " + there
                        + ") ORDER BY key, seq"));
    }

    private void added(int rows) throws SQLException {
        statement.executeUpdate("UPDATE mark SET value = value + " + rows + " WHERE name = 'loose'");
    }

    private void know(FoldedBatch batch) throws SQLException {
        Map<String, Long> tops = batch.messages().stream()
                .collect(Collectors.toMap(StoredMessage::conversationId, StoredMessage::seq, Math::max));
        statement.execute("DELETE FROM talk");
        try (DuckDBAppender rows = connection.createAppender("temp", "main", "talk")) {
            for (FoldedBatch.Talk each : batch.talks()) {
                append(rows, each, tops.getOrDefault(each.id(), 0L));
            }
        }
        String same = "t.key = i.key AND t.id = i.id";
        statement.execute("UPDATE thread t SET visitor = coalesce(nullif(i.visitor, ''), t.visitor),"
                + " epoch = coalesce(i.epoch, t.epoch), team = coalesce(i.team, t.team) FROM talk i WHERE " + same
                + " AND (coalesce(nullif(i.visitor, ''), t.visitor) <> t.visitor OR coalesce(i.epoch, t.epoch) <> t.epoch"
                + " OR coalesce(i.team, t.team) IS DISTINCT FROM t.team)");
        statement.execute(
                "UPDATE thread t SET top_seq = i.top_seq FROM talk i WHERE " + same + " AND t.top_seq < i.top_seq");
        statement.execute("INSERT INTO thread SELECT key, id, visitor, coalesce(epoch, ''), team, top_seq FROM talk i"
                + " WHERE NOT EXISTS (SELECT 1 FROM thread t WHERE " + same + ")");
    }

    private static void append(DuckDBAppender rows, FoldedBatch.Talk each, long topSeq) throws SQLException {
        rows.beginRow()
                .append(ConversationKey.of(each.id()))
                .append(each.id())
                .append(each.visitor())
                .append(each.epoch())
                .append(each.team())
                .append(topSeq)
                .endRow();
    }
}
