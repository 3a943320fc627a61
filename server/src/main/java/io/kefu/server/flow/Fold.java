package io.kefu.server.flow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.LedgerFact;
import io.kefu.protocol.journal.v1.LedgerSnapshot;
import io.kefu.protocol.v1.Message;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.routing.LedgerState;
import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.Snapshot;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * States made of their snapshots and of the journal's records since the last checkpoint. All of them are new objects that
 * nobody knows: a fold that a failing disk breaks off has changed nothing.
 */
final class Fold {

    private static final int READ = 5_000;

    private final Journal journal;
    private final Map<String, Long> foldedTo = new HashMap<>();
    private final Map<String, ConversationState> conversations = new LinkedHashMap<>();
    private final Map<String, LedgerState> ledgers = new LinkedHashMap<>();
    private final Map<String, Long> firstRecords = new LinkedHashMap<>();

    private Fold(Journal journal) {
        this.journal = journal;
    }

    /**
     * What was folded.
     *
     * @param firstRecords the first record of each stream that its snapshot lacks, oldest first
     */
    record Folded(
            Map<String, ConversationState> conversations,
            Map<String, LedgerState> ledgers,
            Map<String, Long> firstRecords) {}

    /** Folds those streams that have a record after the checkpoint and that are {@code wanted}. */
    static Folded tail(Journal journal, Predicate<String> wanted) {
        Fold fold = new Fold(journal);
        fold.read(wanted);
        return new Folded(fold.conversations, fold.ledgers, fold.firstRecords);
    }

    private void read(Predicate<String> wanted) {
        long end = journal.end();
        long next = journal.checkpointOffset();
        while (next < end) {
            List<CommittedRecord> records = journal.read(next, READ);
            if (records.isEmpty()) {
                return;
            }
            for (CommittedRecord record : records) {
                if (wanted.test(record.record().stream())) {
                    fold(record);
                }
            }
            next = records.getLast().offset() + 1;
        }
    }

    /** A record without a body was erased: what it said is not known any more, and is not to be. */
    private void fold(CommittedRecord record) {
        if (record.record().body().length == 0) {
            return;
        }
        String stream = record.record().stream();
        if (record.offset() > foldedTo.computeIfAbsent(stream, this::begin)) {
            firstRecords.putIfAbsent(stream, record.offset());
            apply(record.record());
        }
    }

    /** Takes up a stream where its snapshot ends. */
    private long begin(String stream) {
        Optional<Snapshot> snapshot = journal.snapshot(stream);
        if (stream.startsWith(Streams.GROUP_PREFIX)) {
            ledgers.put(Streams.group(stream), ledger(stream, snapshot));
        } else {
            conversations.put(stream, conversation(stream, snapshot));
        }
        return snapshot.map(Snapshot::offset).orElse(-1L);
    }

    private void apply(JournalRecord record) {
        if (record.kind() == RecordKind.LEDGER) {
            ledgers.get(Streams.group(record.stream()))
                    .apply(parse(() -> LedgerFact.parseFrom(record.body())), record.atMillis());
            return;
        }
        ConversationState state = conversations.get(record.stream());
        if (record.kind() == RecordKind.MESSAGE) {
            state.apply(parse(() -> Message.parseFrom(record.body())));
        } else {
            state.apply(parse(() -> Fact.parseFrom(record.body())), record.atMillis());
        }
    }

    /** As the snapshot says; one that does not exist yet without a snapshot. */
    static ConversationState conversation(String id, Optional<Snapshot> snapshot) {
        return snapshot.map(Snapshot::body)
                .map(body -> ConversationState.of(parse(() -> ConversationSnapshot.parseFrom(body))))
                .orElseGet(() -> new ConversationState(id));
    }

    /** As the snapshot says; an empty one without a snapshot. */
    static LedgerState ledger(String stream, Optional<Snapshot> snapshot) {
        return snapshot.map(Snapshot::body)
                .map(body -> LedgerState.of(parse(() -> LedgerSnapshot.parseFrom(body))))
                .orElseGet(() -> new LedgerState(Streams.group(stream)));
    }

    private interface Parser<T> {
        T parse() throws InvalidProtocolBufferException;
    }

    private static <T> T parse(Parser<T> parser) {
        try {
            return parser.parse();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A journal record cannot be read: it was written by no release of Kefu", e);
        }
    }
}
