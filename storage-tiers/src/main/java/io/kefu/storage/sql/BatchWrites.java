package io.kefu.storage.sql;

import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.kefu.storage.sql.MessageWrites.Numbered;
import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.DSLContext;

/**
 * One batch, written within one transaction. In the common case, when all of it is new, that is two look-ups, and one
 * statement of many rows for each table.
 */
final class BatchWrites {
    private final SqlEngine engine;
    private final DSLContext sql;
    private final Connection connection;
    private final MessageWrites messages;
    private final Threads threads;
    private final Spans spans = new Spans();

    BatchWrites(SqlEngine engine, Connection connection) {
        this.engine = engine;
        this.sql = Sql.of(engine.dialect());
        this.connection = connection;
        this.messages = new MessageWrites(engine, connection);
        this.threads = new Threads(sql, connection);
    }

    void apply(List<TierEntry> batch) throws SQLException {
        Map<String, String> visitors = new LinkedHashMap<>();
        Set<String> conversations = new LinkedHashSet<>();
        Map<String, ConversationRow> rows = new LinkedHashMap<>();
        for (TierEntry entry : batch) {
            switch (entry) {
                case StoredMessage message -> {
                    visitors.put(message.conversationId(), message.visitorId());
                    conversations.add(message.conversationId());
                }
                case Amend amend -> conversations.add(amend.conversationId());
                case ConversationRow row -> rows.put(row.conversationId(), row);
            }
        }
        threads.look(conversations);
        threads.demand(visitors);
        spans.look(sql, connection, threads.numbers());
        write(new BatchFold(held(batch)).apply(batch).changes());
        ConversationWrites.put(engine, connection, List.copyOf(rows.values()));
    }

    /** The rows that are there of those that the batch speaks of. What lies outside of all spans is not asked for. */
    private Map<BatchFold.Key, StoredMessage> held(List<TierEntry> batch) throws SQLException {
        Map<MessageKey, String> conversations = new HashMap<>();
        Map<Integer, Set<MessageKey>> wanted = new TreeMap<>();
        for (TierEntry entry : batch) {
            switch (entry) {
                case StoredMessage message -> want(message.conversationId(), message.seq(), conversations, wanted);
                case Amend amend -> want(amend.conversationId(), amend.targetSeq(), conversations, wanted);
                case ConversationRow row -> {} // no message
            }
        }
        Map<BatchFold.Key, StoredMessage> held = new HashMap<>();
        for (Map.Entry<Integer, Set<MessageKey>> each : wanted.entrySet()) {
            for (StoredMessage message : read(each.getKey(), each.getValue(), conversations)) {
                held.put(BatchFold.Key.of(message), message);
            }
        }
        return held;
    }

    private void want(
            String conversation,
            long seq,
            Map<MessageKey, String> conversations,
            Map<Integer, Set<MessageKey>> wanted) {
        if (threads.isKnown(conversation)) {
            MessageKey key = new MessageKey(threads.number(conversation), seq);
            spans.months(key.thread(), seq).forEach(month -> {
                conversations.put(key, conversation);
                wanted.computeIfAbsent(month, each -> new HashSet<>()).add(key);
            });
        }
    }

    private List<StoredMessage> read(int month, Set<MessageKey> keys, Map<MessageKey, String> conversations)
            throws SQLException {
        List<StoredMessage> found = new ArrayList<>();
        for (List<MessageKey> some : Chunks.of(keys)) {
            found.addAll(Sql.rows(
                    connection,
                    sql.select(Tables.MESSAGE_COLUMNS)
                            .from(table(name(Tables.messages(month))).as("m"))
                            .where(MessageWrites.are(Tables.MESSAGE_THREAD, Tables.MESSAGE_SEQ, some)),
                    row -> MessageRow.message(
                            engine, row, conversations.get(new MessageKey(row.getLong(1), row.getLong(2))), "")));
        }
        return found;
    }

    private void write(List<BatchFold.Change> changes) throws SQLException {
        Map<Integer, List<MessageKey>> removed = new TreeMap<>();
        Map<Integer, List<Numbered>> added = new TreeMap<>();
        Map<Integer, List<Numbered>> reworded = new TreeMap<>();
        for (BatchFold.Change change : changes) {
            Numbered message = numbered(change.message());
            switch (change) {
                case BatchFold.Insert insert -> add(added, message);
                case BatchFold.Reword reword -> add(reworded, message);
                case BatchFold.Replace(StoredMessage before, StoredMessage after) -> {
                    removed.computeIfAbsent(Months.at(before.atMillis()), month -> new ArrayList<>())
                            .add(message.key());
                    add(added, message);
                }
            }
        }
        for (Map.Entry<Integer, List<MessageKey>> each : removed.entrySet()) {
            messages.remove(each.getKey(), each.getValue());
        }
        for (Map.Entry<Integer, List<Numbered>> each : added.entrySet()) {
            messages.insert(each.getKey(), each.getValue());
            each.getValue()
                    .forEach(one ->
                            spans.add(one.thread(), each.getKey(), one.message().seq()));
        }
        for (Map.Entry<Integer, List<Numbered>> each : reworded.entrySet()) {
            messages.reword(each.getKey(), each.getValue());
        }
        spans.write(sql, connection);
    }

    private Numbered numbered(StoredMessage message) {
        return new Numbered(threads.number(message.conversationId()), message);
    }

    private static void add(Map<Integer, List<Numbered>> months, Numbered message) {
        months.computeIfAbsent(Months.at(message.message().atMillis()), month -> new ArrayList<>())
                .add(message);
    }
}
