package io.kefu.storage.tier;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A view of the journal on one engine. {@link #append} is called by one thread at a time, the rest by any.
 *
 * <p>Every call may throw {@link TierUnavailableException}, and has its own bound in time.
 */
public interface MessageTier extends AutoCloseable {
    /** {@code hot}, {@code warm} or {@code cold}. */
    String name();

    /** {@code memory}, {@code sqlite} … */
    String engine();

    /** Whether a call may wait for a disk or a network, so that callers bound it and keep it off virtual threads. */
    boolean waits();

    /** Makes ready what {@link #cursor} and {@link #append} need; called by the projector, again and again. */
    default void prepare() {}

    /**
     * Applies entries in order and moves the cursor, all or nothing. Entries that were applied before change nothing, so
     * that a caller which does not know whether a call succeeded may repeat it.
     *
     * @param nextOffset the first journal offset that is not in the tier after this
     * @throws IllegalArgumentException for an entry that the engine cannot hold
     */
    void append(List<TierEntry> batch, long nextOffset);

    /** The first journal offset that is not in the tier. */
    long cursor();

    Slice read(String conversationId, Range range);

    SearchResult search(SearchQuery query);

    /** The UTC days of which the tier holds messages, ascending. */
    List<LocalDate> days();

    /**
     * Gives every message of a UTC day to a consumer, each conversation's together and in ascending {@code seq}. It takes
     * no more memory for a day of millions, and as long as the consumer does; messages that come or go meanwhile may or
     * may not be among them.
     */
    void scan(LocalDate day, Consumer<StoredMessage> each);

    default DayDigest digest(LocalDate day) {
        DigestSum sum = new DigestSum();
        scan(day, sum::add);
        return sum.of(day);
    }

    /** What the tier holds in all; quick, whatever that is. */
    TierFacts facts();

    /** Removes all of a day's messages, as {@link #drop(Outdated)} does. */
    default long drop(LocalDate day) {
        return drop(Outdated.of(day));
    }

    /**
     * Removes a day's messages for good. A search no longer finds them, a read no longer gives them.
     *
     * @return how many there were
     */
    long drop(Outdated outdated);

    /** As {@link #erase(String, Set)}, whichever conversation it is. */
    default long erase(String visitorId) {
        return erase(visitorId, Set.of());
    }

    /**
     * Removes every message of a visitor's conversations, whoever wrote it, and the conversations' rows.
     *
     * @param held conversations that stay as they are
     * @return how many messages there were
     */
    long erase(String visitorId, Set<String> held);

    /**
     * Copies the tier as of one moment into a directory, while it serves, where its rows are in a file of this server. Who
     * opens a tier on the copy finds the very same.
     *
     * @return whether there was something to copy; false where the rows are in a database server or in memory
     */
    default boolean copyTo(Path directory) {
        return false;
    }

    TierHealth health();

    @Override
    void close();
}
