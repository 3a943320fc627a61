package io.kefu.storage.history;

import io.kefu.storage.fault.StorageException;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierCall;
import io.kefu.storage.tier.TierUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/**
 * One walk through the tiers, newest to oldest, down to a window's first number.
 *
 * <p>A tier's rows count when it is current: it holds the conversation's last message, or its cursor is past the journal's
 * end as it was when the reader came. A tier that is not may lack a message, or a recall of one that it has; yet what it
 * holds of messages that were too old to be changed by anything that it has yet to apply counts, as a cold tier lags by
 * design.
 */
final class Walk {
    private final Window window;
    private final TreeMap<Long, StoredMessage> found = new TreeMap<>();
    /** Rows behind a gap: what lacks there may have been removed from every tier, which only the deepest can tell. */
    private final TreeMap<Long, StoredMessage> beyond = new TreeMap<>();

    private final TreeMap<Long, StoredMessage> stale = new TreeMap<>();
    private final Set<String> served = new LinkedHashSet<>();
    private final Set<String> late = new LinkedHashSet<>();
    private final List<TierReader> lagging = new ArrayList<>();
    private final LongUnaryOperator settledMillis;
    private long need;

    /**
     * A walk that has not begun.
     *
     * @param settledMillis of a cursor: no record from there on changes a message from before this time
     */
    Walk(Window window, LongUnaryOperator settledMillis) {
        this.window = window;
        this.settledMillis = settledMillis;
        this.need = window.last();
    }

    void through(List<TierReader> readers, String conversation, long lastSeq, long journalEnd, Deadline deadline) {
        for (int i = 0; i < readers.size() && need >= window.first(); i++) {
            visit(readers.get(i), i == readers.size() - 1, conversation, lastSeq, journalEnd, deadline);
        }
    }

    private void visit(
            TierReader reader, boolean deepest, String conversation, long lastSeq, long journalEnd, Deadline deadline) {
        // Before the question: what the answer lacks of the journal is from there on.
        long cursor = reader.projector().cursor();
        try {
            Slice slice =
                    reader.ask(TierCall.READ, deadline.left(), tier -> tier.read(conversation, window.upTo(need)));
            boolean isCurrent = cursor >= journalEnd || slice.newestSeq() >= lastSeq;
            if (isCurrent || isSettled(reader, slice, cursor, deadline)) {
                take(reader, slice.messages(), deepest);
            } else {
                lags(reader, slice.messages());
            }
        } catch (TierUnavailableException e) {
            late.add(reader.name());
        }
    }

    /**
     * The tier has all that is asked for, and nothing that it has yet to apply can concern it; not so while a journal that
     * fails or is slow does not tell.
     */
    private boolean isSettled(TierReader reader, Slice slice, long cursor, Deadline deadline) {
        if (slice.newestSeq() < need || slice.messages().isEmpty()) {
            return false;
        }
        try {
            long settled = reader.inTime(deadline.left(), () -> settledMillis.applyAsLong(cursor));
            return slice.messages().getLast().atMillis() < settled;
        } catch (StorageException e) {
            return false;
        }
    }

    /** What the deepest tier does not hold is gone for good; what another lacks may lie deeper. */
    private void take(TierReader reader, List<StoredMessage> messages, boolean deepest) {
        for (StoredMessage each : messages.reversed()) {
            boolean inWindow = each.seq() >= window.first() && each.seq() <= need;
            if (inWindow && (deepest || each.seq() == need)) {
                found.put(each.seq(), each);
                served.add(reader.name());
                need = each.seq() - 1;
            } else if (inWindow) {
                beyond.putIfAbsent(each.seq(), each);
            }
        }
        if (deepest) {
            beyond.forEach(found::putIfAbsent);
            need = window.first() - 1;
        }
    }

    private void lags(TierReader reader, List<StoredMessage> messages) {
        late.add(reader.name());
        lagging.add(reader);
        for (StoredMessage each : messages) {
            if (each.seq() >= window.first() && stale.putIfAbsent(each.seq(), each) == null) {
                served.add(reader.name());
            }
        }
    }

    boolean isComplete() {
        return need < window.first();
    }

    List<TierReader> lagging() {
        return lagging;
    }

    HistoryPage whole() {
        served.removeAll(late);
        return new HistoryPage(List.copyOf(found.values()), List.copyOf(served), false, List.of());
    }

    /** The best there is: a run from the side that was asked for. */
    HistoryPage partial(boolean ascending) {
        TreeMap<Long, StoredMessage> all = new TreeMap<>(stale);
        all.putAll(found);
        List<StoredMessage> run = ascending ? prefix(all) : suffix(all);
        return new HistoryPage(run, List.copyOf(served), true, List.copyOf(late));
    }

    private List<StoredMessage> prefix(NavigableMap<Long, StoredMessage> all) {
        List<StoredMessage> run = new ArrayList<>();
        for (long seq = window.first(); all.containsKey(seq); seq++) {
            run.add(all.get(seq));
        }
        return run;
    }

    private static List<StoredMessage> suffix(NavigableMap<Long, StoredMessage> all) {
        List<StoredMessage> run = new ArrayList<>();
        for (long seq = all.isEmpty() ? 0 : all.lastKey(); all.containsKey(seq); seq--) {
            run.add(all.get(seq));
        }
        return run.reversed();
    }
}
