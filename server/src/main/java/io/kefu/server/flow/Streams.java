package io.kefu.server.flow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.journal.v1.LedgerFact;
import io.kefu.protocol.journal.v1.LedgerSnapshot;
import io.kefu.protocol.v1.Message;
import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Phases;
import io.kefu.server.routing.LedgerState;
import io.kefu.storage.journal.CommittedRecord;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.JournalRecord;
import io.kefu.storage.journal.RecordKind;
import io.kefu.storage.journal.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The states that the flow has in memory, each folded from its snapshot and the journal's records after it. Owned by the
 * flow's thread.
 */
final class Streams {

    static final String GROUP_PREFIX = "group:";
    static final int SNAPSHOT_VERSION = 1;
    private static final int READ = 5_000;

    private final Journal journal;
    private final LinkedHashMap<String, ConversationState> conversations = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, LedgerState> ledgers = new HashMap<>();
    /** Outlives a torn state: the visitor's next message must find the conversation that the journal still has. */
    private final Map<String, Latest> latestOfVisitor = new HashMap<>();
    /** First journal offset of each stream that its stored snapshot lacks, oldest first. */
    private final LinkedHashMap<String, Long> dirty = new LinkedHashMap<>();
    /** Streams whose state was thrown away: the journal's tail must be read again. */
    private final Set<String> torn = new HashSet<>();

    Streams(Journal journal) {
        this.journal = journal;
    }

    /** Folds the journal's tail, and brings every open conversation and every ledger into memory. */
    void recover() {
        long end = journal.end();
        foldTail(journal.checkpointOffset(), end, stream -> true);
        journal.snapshots(this::bringBack);
    }

    private void bringBack(Snapshot snapshot) {
        if (snapshot.stream().startsWith(GROUP_PREFIX)) {
            ledgers.computeIfAbsent(
                    snapshot.stream().substring(GROUP_PREFIX.length()),
                    group -> LedgerState.of(parse(() -> LedgerSnapshot.parseFrom(snapshot.body()))));
        } else if (!conversations.containsKey(snapshot.stream())) {
            ConversationSnapshot stored = parse(() -> ConversationSnapshot.parseFrom(snapshot.body()));
            if (stored.getState() != Phases.CLOSED) {
                keep(ConversationState.of(stored));
            }
        }
    }

    ConversationState conversation(String id) {
        ConversationState known = conversations.get(id);
        if (known == null) {
            refoldWhenTorn(id);
            known = conversations.get(id);
        }
        if (known == null) {
            known = stored(id);
            keep(known);
        }
        return known;
    }

    private ConversationState stored(String id) {
        return journal.snapshot(id)
                .map(snapshot -> ConversationState.of(parse(() -> ConversationSnapshot.parseFrom(snapshot.body()))))
                .orElseGet(() -> new ConversationState(id));
    }

    /** For an id that was just made: nothing is stored of it. */
    ConversationState fresh(String id) {
        ConversationState state = new ConversationState(id);
        keep(state);
        return state;
    }

    private void keep(ConversationState state) {
        conversations.put(state.id(), state);
        remember(state);
    }

    LedgerState ledger(String group) {
        LedgerState known = ledgers.get(group);
        if (known == null) {
            refoldWhenTorn(GROUP_PREFIX + group);
            known = ledgers.computeIfAbsent(group, this::storedLedger);
        }
        return known;
    }

    private LedgerState storedLedger(String group) {
        return journal.snapshot(GROUP_PREFIX + group)
                .map(snapshot -> LedgerState.of(parse(() -> LedgerSnapshot.parseFrom(snapshot.body()))))
                .orElseGet(() -> new LedgerState(group));
    }

    /** The visitor's newest conversation in memory, empty when there is none. */
    String latestOf(String visitorId) {
        Latest latest = latestOfVisitor.get(visitorId);
        return latest == null ? "" : latest.conversationId();
    }

    private record Latest(String conversationId, long createdMillis) {}

    void remember(ConversationState state) {
        if (state.exists()) {
            latestOfVisitor.merge(
                    state.visitor().getId(),
                    new Latest(state.id(), state.createdMillis()),
                    (before, now) -> now.createdMillis() >= before.createdMillis() ? now : before);
        }
    }

    Collection<ConversationState> conversations() {
        return conversations.values();
    }

    Collection<LedgerState> ledgers() {
        return ledgers.values();
    }

    void committed(String stream, long offset) {
        dirty.putIfAbsent(stream, offset);
    }

    /** Throws a state away that holds what was never committed; it is folded again when it is next wanted. */
    void tear(String stream) {
        torn.add(stream);
        if (stream.startsWith(GROUP_PREFIX)) {
            ledgers.remove(stream.substring(GROUP_PREFIX.length()));
        } else {
            conversations.remove(stream);
        }
    }

    private void forget(String conversationId) {
        ConversationState state = conversations.remove(conversationId);
        if (state != null) {
            latestOfVisitor.remove(state.visitor().getId(), new Latest(conversationId, state.createdMillis()));
        }
    }

    private void refoldWhenTorn(String stream) {
        if (torn.contains(stream)) {
            Set<String> all = Set.copyOf(torn);
            torn.clear();
            foldTail(journal.checkpointOffset(), journal.end(), all::contains);
        }
    }

    private void foldTail(long from, long end, Predicate<String> wanted) {
        Map<String, Long> folded = new HashMap<>();
        long next = from;
        while (next < end) {
            List<CommittedRecord> records = journal.read(next, READ);
            if (records.isEmpty()) {
                return;
            }
            for (CommittedRecord record : records) {
                if (wanted.test(record.record().stream())) {
                    fold(record, folded);
                }
            }
            next = records.getLast().offset() + 1;
        }
    }

    private void fold(CommittedRecord record, Map<String, Long> folded) {
        String stream = record.record().stream();
        long upTo = folded.computeIfAbsent(
                stream, s -> journal.snapshot(s).map(Snapshot::offset).orElse(-1L));
        if (record.offset() <= upTo) {
            return;
        }
        dirty.putIfAbsent(stream, record.offset());
        apply(record.record());
    }

    private void apply(JournalRecord record) {
        if (record.kind() == RecordKind.LEDGER) {
            ledger(record.stream().substring(GROUP_PREFIX.length()))
                    .apply(parse(() -> LedgerFact.parseFrom(record.body())), record.atMillis());
            return;
        }
        ConversationState state = conversation(record.stream());
        if (record.kind() == RecordKind.MESSAGE) {
            state.apply(parse(() -> Message.parseFrom(record.body())));
        } else {
            state.apply(parse(() -> Fact.parseFrom(record.body())), record.atMillis());
        }
        remember(state);
    }

    /** Streams that are to be snapshotted now: those whose oldest missing record is below {@code before}. */
    List<Pending> snapshotsOfDirtyBefore(long before, int most, long lastOffset) {
        List<Pending> changed = new ArrayList<>();
        Iterator<Map.Entry<String, Long>> entries = dirty.entrySet().iterator();
        while (entries.hasNext() && changed.size() < most) {
            Map.Entry<String, Long> entry = entries.next();
            if (entry.getValue() >= before) {
                break;
            }
            changed.add(new Pending(snapshot(entry.getKey(), lastOffset), entry.getValue()));
            entries.remove();
        }
        return changed;
    }

    private Snapshot snapshot(String stream, long lastOffset) {
        byte[] body = stream.startsWith(GROUP_PREFIX)
                ? ledger(stream.substring(GROUP_PREFIX.length())).snapshot().toByteArray()
                : conversation(stream).snapshot().toByteArray();
        return new Snapshot(stream, lastOffset, SNAPSHOT_VERSION, body);
    }

    /** A snapshot on its way to the disk; {@code firstDirty} is the oldest record that would be missing without it. */
    record Pending(Snapshot snapshot, long firstDirty) {}

    /** Snapshots that could not be stored: their streams are as dirty as before, and older than any other. */
    void notStored(List<Pending> pending) {
        LinkedHashMap<String, Long> younger = new LinkedHashMap<>(dirty);
        dirty.clear();
        pending.forEach(each -> dirty.put(each.snapshot().stream(), each.firstDirty()));
        younger.forEach(dirty::putIfAbsent);
    }

    /** Where recovery would have to start: the oldest record that no snapshot holds. */
    long oldestDirty(long end) {
        return dirty.isEmpty() ? end : dirty.firstEntry().getValue();
    }

    /** Lets go of closed conversations beyond {@code most}, those touched longest ago first; none that is dirty. */
    List<String> evictClosed(int most) {
        List<String> evicted = new ArrayList<>();
        if (conversations.size() > most) {
            for (ConversationState state : List.copyOf(conversations.values())) {
                if (conversations.size() - evicted.size() <= most) {
                    break;
                }
                if (state.phase() == Phases.CLOSED && !dirty.containsKey(state.id())) {
                    evicted.add(state.id());
                }
            }
            evicted.forEach(this::forget);
        }
        return evicted;
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
