package io.kefu.storage.history;

import io.kefu.storage.journal.Journal;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierCall;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Conversations read across the tiers, newest first, joined on {@code seq}.
 *
 * <p>Exact as of the caller's {@code lastSeq}: every message up to it, each once, with every recall and edit up to it. A
 * tier that lags is waited for; one that does not answer, or lags on, makes the answer partial, and it is named: what such
 * an answer has of its messages may be as they were before a recall or an edit. Any thread; an answer takes at most
 * {@link #BOUND} and a little.
 */
public final class History {
    /** How long a reader waits for tiers in all. */
    public static final Duration BOUND = Duration.ofSeconds(2);

    /**
     * After this a message is neither recalled nor edited: the longest window that a channel can give, and an hour for
     * clocks that differ.
     */
    private static final Duration SETTLED = Duration.ofHours(25);

    /** How soon a waiting reader sees that a tier was replaced; what is left when the time is up. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Journal journal;
    private final Supplier<List<TierReader>> readers;
    private final InstantSource clock;

    /**
     * Reads from tiers.
     *
     * @param newestFirst hot, warm, cold
     */
    public History(Journal journal, List<TierReader> newestFirst, InstantSource clock) {
        this(journal, () -> newestFirst, clock);
    }

    /**
     * Reads from the tiers that stand at each moment.
     *
     * @param newestFirst asked for each walk: a tier may be replaced by another that holds the same
     */
    public History(Journal journal, Supplier<List<TierReader>> newestFirst, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        this.readers = newestFirst;
    }

    /**
     * Reads a range of a conversation.
     *
     * @param lastSeq the conversation's last committed number: what the answer is exact up to; 0 when it has none
     */
    public HistoryPage read(String conversationId, long lastSeq, Range range) {
        Deadline deadline = Deadline.in(BOUND);
        HistoryPage page = read(conversationId, lastSeq, range, deadline);
        if (range instanceof Range.After after && page.messages().isEmpty() && !page.partial()) {
            OptionalLong oldest = oldestBeyond(conversationId, lastSeq, after, deadline);
            if (oldest.isPresent()) {
                return read(conversationId, lastSeq, Range.after(oldest.getAsLong() - 1, after.limit()), deadline);
            }
        }
        return page;
    }

    private HistoryPage read(String conversation, long lastSeq, Range range, Deadline deadline) {
        Window window = Window.of(range, lastSeq);
        if (window.isEmpty()) {
            return new HistoryPage(List.of(), List.of(), false, List.of());
        }
        long journalEnd = journal.end();
        Walk walk = walk(window, conversation, lastSeq, journalEnd, deadline);
        while (!walk.isComplete() && !walk.lagging().isEmpty() && waited(walk, journalEnd, deadline)) {
            walk = walk(window, conversation, lastSeq, journalEnd, deadline);
        }
        return walk.isComplete() ? walk.whole() : walk.partial(range instanceof Range.After);
    }

    private Walk walk(Window window, String conversation, long lastSeq, long journalEnd, Deadline deadline) {
        Walk walk = new Walk(window, this::settledMillis);
        walk.through(readers.get(), conversation, lastSeq, journalEnd, deadline);
        return walk;
    }

    /**
     * By the times of the records themselves: a tier that was away for days has recalls of its last messages to apply yet,
     * however old they are by the clock. And by the clock, where that was ahead when they were written.
     *
     * @throws io.kefu.storage.fault.StorageException when the journal cannot be read
     */
    private long settledMillis(long cursor) {
        long next = journal.read(cursor, 1).stream()
                .mapToLong(each -> each.record().atMillis())
                .findFirst()
                .orElseGet(clock::millis);
        return Math.min(next, clock.millis()) - SETTLED.toMillis();
    }

    /**
     * Waits for the first of those that lag: the newest tier is the quickest to catch up, and often enough. One that was
     * replaced meanwhile catches up no more: the walk begins again with what stands in its place.
     */
    private boolean waited(Walk walk, long journalEnd, Deadline deadline) {
        TierReader first = walk.lagging().getFirst();
        try {
            while (!deadline.isPast()) {
                if (first.projector().awaitCursor(journalEnd, LOOK)
                        || !readers.get().contains(first)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Where a conversation whose beginning has aged out of every tier goes on. */
    private OptionalLong oldestBeyond(String conversation, long lastSeq, Range.After after, Deadline deadline) {
        return readers.get().stream()
                .map(reader -> firstOf(reader, conversation, after, deadline))
                .flatMapToLong(OptionalLong::stream)
                .filter(seq -> seq <= lastSeq)
                .min();
    }

    private static OptionalLong firstOf(TierReader reader, String conversation, Range.After after, Deadline deadline) {
        try {
            Slice slice = reader.ask(
                    TierCall.READ, deadline.left(), tier -> tier.read(conversation, Range.after(after.seq(), 1)));
            return slice.messages().stream().mapToLong(StoredMessage::seq).findFirst();
        } catch (TierUnavailableException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * When the oldest message of a conversation was sent that any tier holds; empty when none holds one.
     *
     * @param mostLag a tier that is further behind may come to hold older ones
     * @throws TierUnavailableException when a tier does not answer, is further behind, or nobody knows yet how far it is
     */
    public Optional<Instant> oldest(String conversationId, Duration mostLag) {
        Deadline deadline = Deadline.in(BOUND);
        return readers.get().stream()
                .map(reader -> oldest(reader, conversationId, mostLag, deadline))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> oldest(
            TierReader reader, String conversation, Duration mostLag, Deadline deadline) {
        if (!reader.projector().isTold()) {
            throw new TierUnavailableException("the " + reader.name() + " tier has not told yet how far it is");
        }
        if (reader.projector().lag().compareTo(mostLag) > 0) {
            throw new TierUnavailableException("the " + reader.name() + " tier lags by more than " + mostLag);
        }
        Slice slice = reader.ask(deadline.left(), tier -> tier.read(conversation, Range.after(0, 1)));
        return slice.messages().stream().findFirst().map(message -> Instant.ofEpochMilli(message.atMillis()));
    }
}
