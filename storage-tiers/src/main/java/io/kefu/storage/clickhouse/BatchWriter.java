package io.kefu.storage.clickhouse;

import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.FoldedBatch;
import io.kefu.storage.tier.StoredMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a batch: messages, then what is known of their conversations, and the cursor last. Cut off anywhere, the whole
 * batch is written again with the same versions, and each row counts once.
 */
final class BatchWriter {
    private static final int KEYS_AT_ONCE = 500;

    private final Connection connection;
    private final Threads threads;
    private final Map<String, Threads.Known> before;
    private final Map<String, Threads.Known> after;
    private final Set<String> renumbered = new LinkedHashSet<>();

    BatchWriter(Connection connection, Threads threads, FoldedBatch batch) throws SQLException {
        this.connection = connection;
        this.threads = threads;
        this.before = threads.of(connection, ids(batch));
        this.after = new HashMap<>(before);
    }

    private static Collection<String> ids(FoldedBatch batch) {
        Set<String> ids = new LinkedHashSet<>();
        batch.talks().forEach(each -> ids.add(each.id()));
        batch.amends().forEach(each -> ids.add(each.conversationId()));
        return ids;
    }

    void write(FoldedBatch batch, long nextOffset, long version) throws SQLException {
        insert(batch);
        removeOtherEpochs(batch);
        threads.put(connection, changed(batch), version);
        try (PreparedStatement mark = connection.prepareStatement("INSERT INTO mark VALUES (?, ?, ?)")) {
            mark.setString(1, "cursor");
            mark.setLong(2, nextOffset);
            mark.setLong(3, version);
            mark.addBatch();
            mark.executeBatch();
        }
    }

    private void insert(FoldedBatch batch) throws SQLException {
        List<StoredMessage> amended = amended(batch.amends());
        if (amended.isEmpty() && batch.messages().isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(MessageRow.INSERT)) {
            for (StoredMessage each : amended) {
                MessageRow.bind(insert, each, before.get(each.conversationId()).generation());
                insert.addBatch();
            }
            for (StoredMessage each : batch.messages()) {
                MessageRow.bind(insert, each, generation(each));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private long generation(StoredMessage message) {
        Threads.Known thread = after.get(message.conversationId()).of(message.epoch());
        after.put(thread.id(), thread);
        if (thread.generation() > before.get(thread.id()).generation()) {
            renumbered.add(thread.id());
        }
        return thread.generation();
    }

    private List<StoredMessage> amended(Collection<Amend> amends) throws SQLException {
        Map<List<Object>, Amend> left = new LinkedHashMap<>();
        amends.forEach(each -> left.put(List.of(each.conversationId(), each.targetSeq()), each));
        List<StoredMessage> amended = new ArrayList<>();
        List<Amend> all = List.copyOf(amends);
        for (int from = 0; from < all.size(); from += KEYS_AT_ONCE) {
            for (StoredMessage held : held(all.subList(from, Math.min(from + KEYS_AT_ONCE, all.size())))) {
                Amend amend = left.get(List.of(held.conversationId(), held.seq()));
                if (amend.amendment().supersedes(held.amendment())) {
                    amended.add(held.with(amend.amendment()));
                }
            }
        }
        return amended;
    }

    private List<StoredMessage> held(List<Amend> amends) throws SQLException {
        List<StoredMessage> held = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT " + MessageRow.COLUMNS
                + " FROM message FINAL WHERE (conversation, seq) IN ("
                + String.join(", ", Collections.nCopies(amends.size(), "(?, ?)")) + ")")) {
            for (int i = 0; i < amends.size(); i++) {
                select.setString(2 * i + 1, amends.get(i).conversationId());
                select.setLong(2 * i + 2, amends.get(i).targetSeq());
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    held.add(MessageRow.message(row));
                }
            }
        }
        return held;
    }

    /**
     * After a restore from a backup numbers are given a second time, under another epoch. The later row counts as it is;
     * the earlier one goes, as it may be of another day, and would come to light when the later one's day is dropped.
     */
    private void removeOtherEpochs(FoldedBatch batch) throws SQLException {
        for (String id : renumbered) {
            List<StoredMessage> those = batch.messages().stream()
                    .filter(each -> each.conversationId().equals(id))
                    .toList();
            for (int from = 0; from < those.size(); from += KEYS_AT_ONCE) {
                removeOtherEpochs(those.subList(from, Math.min(from + KEYS_AT_ONCE, those.size())), id);
            }
        }
    }

    private void removeOtherEpochs(List<StoredMessage> messages, String id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM message WHERE conversation = ? AND (seq, epoch) NOT IN ("
                        + String.join(", ", Collections.nCopies(messages.size(), "(?, ?)")) + ") AND seq IN ("
                        + String.join(", ", Collections.nCopies(messages.size(), "?")) + ")")) {
            int parameter = 1;
            delete.setString(parameter++, id);
            for (StoredMessage each : messages) {
                delete.setLong(parameter++, each.seq());
                delete.setString(parameter++, each.epoch());
            }
            for (StoredMessage each : messages) {
                delete.setLong(parameter++, each.seq());
            }
            delete.execute();
        }
    }

    private List<Threads.Known> changed(FoldedBatch batch) {
        for (FoldedBatch.Talk each : batch.talks()) {
            after.computeIfPresent(each.id(), (id, thread) -> thread.with(each.visitor(), each.team()));
        }
        return after.values().stream()
                .filter(each -> !each.equals(before.get(each.id())))
                .toList();
    }
}
