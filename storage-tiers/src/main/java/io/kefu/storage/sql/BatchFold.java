package io.kefu.storage.sql;

import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a batch makes of the rows that the tier holds, worked out before any is written: one change a message, however
 * often the batch speaks of it. Pure.
 */
final class BatchFold {
    /** A message by its conversation's own name. */
    record Key(String conversation, long seq) {
        static Key of(StoredMessage message) {
            return new Key(message.conversationId(), message.seq());
        }
    }

    /** A change of one message. */
    sealed interface Change {
        StoredMessage message();
    }

    /** A message that the tier did not hold. */
    record Insert(StoredMessage message) implements Change {}

    /** Another message under a number that was given a second time. */
    record Replace(StoredMessage before, StoredMessage message) implements Change {}

    /** A message that the tier holds, shown otherwise now. */
    record Reword(StoredMessage message) implements Change {}

    private final Map<Key, StoredMessage> held;
    private final Map<Key, StoredMessage> now = new LinkedHashMap<>();
    private final Set<Key> put = new HashSet<>();

    /** Starts from the rows that are held of those that the batch speaks of. */
    BatchFold(Map<Key, StoredMessage> held) {
        this.held = held;
    }

    BatchFold apply(List<TierEntry> batch) {
        for (TierEntry entry : batch) {
            switch (entry) {
                case StoredMessage message -> put(message);
                case Amend amend -> amend(amend);
                default -> {} // conversations' rows are no messages
            }
        }
        return this;
    }

    /** After a restore from a backup numbers are given a second time, under another epoch: the later message counts. */
    private void put(StoredMessage message) {
        Key key = Key.of(message);
        StoredMessage current = current(key);
        if (current == null || !current.epoch().equals(message.epoch())) {
            now.put(key, message);
            put.add(key);
        }
    }

    private void amend(Amend amend) {
        Key key = new Key(amend.conversationId(), amend.targetSeq());
        StoredMessage current = current(key);
        if (current != null && amend.isOfEarlier() && amend.amendment().supersedes(current.amendment())) {
            now.put(key, current.with(amend.amendment()));
        }
    }

    private StoredMessage current(Key key) {
        StoredMessage changed = now.get(key);
        return changed == null ? held.get(key) : changed;
    }

    List<Change> changes() {
        List<Change> changes = new ArrayList<>(now.size());
        now.forEach((key, message) -> changes.add(change(held.get(key), message, put.contains(key))));
        return changes;
    }

    private static Change change(StoredMessage before, StoredMessage message, boolean isAnother) {
        if (before == null) {
            return new Insert(message);
        }
        return isAnother ? new Replace(before, message) : new Reword(message);
    }
}
