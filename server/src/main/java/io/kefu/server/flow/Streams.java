package io.kefu.server.flow;

import io.kefu.server.conversation.ConversationState;
import io.kefu.server.conversation.Phases;
import io.kefu.server.routing.LedgerState;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.journal.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The states that the flow has in memory, each folded from its snapshot and the journal's records after it. Owned by the
 * flow's thread.
 */
final class Streams {

    static final String GROUP_PREFIX = "group:";
    static final int SNAPSHOT_VERSION = 1;
    /** The part of what may be in memory that is evicted at once: a look for it goes through all. */
    private static final int EVICTED_PART = 16;

    private final Journal journal;
    /** In the order in which they came: one of their use would have each message change five old objects. */
    private final Map<String, ConversationState> conversations = new LinkedHashMap<>();

    private final Map<String, LedgerState> ledgers = new HashMap<>();
    private int leftByEviction;
    /** Outlives a torn state: the visitor's next message must find the conversation that the journal still has. */
    private final Map<String, Latest> latestOfVisitor = new HashMap<>();
    /** First journal offset of each stream that its stored snapshot lacks, oldest first. */
    private final LinkedHashMap<String, Long> dirty = new LinkedHashMap<>();
    /** Streams whose state was thrown away: the journal's tail must be read again. */
    private final Set<String> torn = new HashSet<>();

    Streams(Journal journal) {
        this.journal = journal;
    }

    /** The group of a ledger's stream. */
    static String group(String stream) {
        return stream.substring(GROUP_PREFIX.length());
    }

    /** Folds the journal's tail, and brings every open conversation and every ledger into memory. */
    void recover() {
        take(Fold.tail(journal, stream -> true));
        journal.openSnapshots(this::bringBack);
    }

    private void bringBack(Snapshot snapshot) {
        if (snapshot.stream().startsWith(GROUP_PREFIX)) {
            ledgers.computeIfAbsent(
                    group(snapshot.stream()), group -> Fold.ledger(snapshot.stream(), Optional.of(snapshot)));
        } else if (!conversations.containsKey(snapshot.stream())) {
            ConversationState state = Fold.conversation(snapshot.stream(), Optional.of(snapshot));
            // A snapshot stored by a release that did not yet tell open from closed is said to be open.
            if (state.phase() != Phases.CLOSED) {
                keep(state);
            }
        }
    }

    private void take(Fold.Folded folded) {
        folded.conversations().values().forEach(this::keep);
        ledgers.putAll(folded.ledgers());
        folded.firstRecords().forEach(dirty::putIfAbsent);
    }

    /** The conversation; one that does not exist is kept only once it does, by {@link #keep}. */
    ConversationState conversation(String id) {
        ConversationState known = conversations.get(id);
        if (known == null) {
            refoldWhenTorn(id);
            known = conversations.get(id);
        }
        if (known == null) {
            known = Fold.conversation(id, journal.snapshot(id));
            keep(known);
        }
        return known;
    }

    /** Keeps a conversation, as the visitor's latest when it is; nothing when it does not exist. */
    void keep(ConversationState state) {
        if (state.exists()) {
            conversations.put(state.id(), state);
            latestOfVisitor.merge(
                    state.visitor().getId(),
                    new Latest(state.id(), state.createdMillis()),
                    (before, now) -> now.createdMillis() >= before.createdMillis() ? now : before);
        }
    }

    /** The conversation, when nothing has to be read for it. */
    Optional<ConversationState> inMemory(String id) {
        return Optional.ofNullable(conversations.get(id));
    }

    /** Whether its state was thrown away, and will be folded again. */
    boolean isTorn(String stream) {
        return torn.contains(stream);
    }

    /** Those in memory that are open. */
    List<String> openConversations() {
        return conversations.values().stream()
                .filter(state -> state.phase() != Phases.CLOSED)
                .map(ConversationState::id)
                .toList();
    }

    LedgerState ledger(String group) {
        LedgerState known = ledgers.get(group);
        if (known == null) {
            String stream = GROUP_PREFIX + group;
            refoldWhenTorn(stream);
            known = ledgers.computeIfAbsent(group, _ -> Fold.ledger(stream, journal.snapshot(stream)));
        }
        return known;
    }

    /** The visitor's newest conversation in memory, empty when there is none. */
    String latestOf(String visitorId) {
        Latest latest = latestOfVisitor.get(visitorId);
        return latest == null ? "" : latest.conversationId();
    }

    private record Latest(String conversationId, long createdMillis) {}

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
            ledgers.remove(group(stream));
        } else {
            conversations.remove(stream);
        }
    }

    boolean isOpen(String conversationId) {
        ConversationState state = conversation(conversationId);
        return state.exists() && state.phase() != Phases.CLOSED;
    }

    /** Lets go of conversations for good; their snapshots are gone already. */
    void erase(Set<String> ids) {
        ids.forEach(id -> {
            conversations.remove(id);
            dirty.remove(id);
            torn.remove(id);
        });
        latestOfVisitor.values().removeIf(latest -> ids.contains(latest.conversationId()));
    }

    private void forget(String conversationId) {
        ConversationState state = conversations.remove(conversationId);
        if (state != null) {
            latestOfVisitor.remove(state.visitor().getId(), new Latest(conversationId, state.createdMillis()));
        }
    }

    /** All that is torn is folded, or, when the disk breaks the reading off, all stays torn. */
    private void refoldWhenTorn(String stream) {
        if (torn.contains(stream)) {
            take(Fold.tail(journal, torn::contains));
            torn.clear();
        }
    }

    /**
     * Takes out, as snapshots to be stored now, streams whose oldest missing record is below {@code before}.
     *
     * @param lastOffset of the newest record that the states hold
     */
    List<Pending> snapshotsOfDirtyBefore(long before, int most, long lastOffset) {
        List<Map.Entry<String, Long>> oldest = dirty.entrySet().stream()
                .takeWhile(entry -> entry.getValue() < before)
                .limit(most)
                .map(Map.Entry::copyOf)
                .toList();
        List<Pending> changed = new ArrayList<>(oldest.size());
        oldest.forEach(entry -> changed.add(new Pending(snapshot(entry.getKey(), lastOffset), entry.getValue())));
        oldest.forEach(entry -> dirty.remove(entry.getKey()));
        return changed;
    }

    private Snapshot snapshot(String stream, long lastOffset) {
        if (stream.startsWith(GROUP_PREFIX)) {
            byte[] body = ledger(group(stream)).snapshot().toByteArray();
            return new Snapshot(stream, lastOffset, SNAPSHOT_VERSION, true, body);
        }
        ConversationState state = conversation(stream);
        return new Snapshot(stream, lastOffset, SNAPSHOT_VERSION, state.phase() != Phases.CLOSED, state.snapshot());
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

    /**
     * Lets go of closed conversations beyond {@code most} in all, those changed longest ago first; of none that is dirty. Does
     * nothing until there are a sixteenth more, or a sixteenth more than it had to leave.
     */
    void evictClosed(int most) {
        int tooMany = conversations.size() - most;
        if (conversations.size() > Math.max(most, leftByEviction) + most / EVICTED_PART) {
            List<String> evicted = conversations.values().stream()
                    .filter(state -> state.phase() == Phases.CLOSED && !dirty.containsKey(state.id()))
                    .sorted(Comparator.comparingLong(ConversationState::updatedMillis))
                    .limit(tooMany)
                    .map(ConversationState::id)
                    .toList();
            evicted.forEach(this::forget);
            leftByEviction = conversations.size();
        }
    }
}
