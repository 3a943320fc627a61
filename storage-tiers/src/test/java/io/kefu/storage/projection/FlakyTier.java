package io.kefu.storage.projection;

import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Outdated;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierFacts;
import io.kefu.storage.tier.TierHealth;
import io.kefu.storage.tier.TierUnavailableException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real tier behind a line that a test cuts, or makes slow. */
public final class FlakyTier implements MessageTier {
    private final MessageTier tier;
    private volatile boolean writable = true;
    private volatile boolean away;
    private volatile CountDownLatch reading = new CountDownLatch(0);

    public FlakyTier(MessageTier tier) {
        this.tier = tier;
    }

    public void takesRecords(boolean does) {
        writable = does;
    }

    /** From now on reads hang until {@link #answers}. */
    public void hangs() {
        reading = new CountDownLatch(1);
    }

    public void answers() {
        reading.countDown();
    }

    /** Whether every call fails at once. */
    public void isAway(boolean now) {
        away = now;
    }

    private MessageTier reachable() {
        if (away) {
            throw new TierUnavailableException("the line is cut");
        }
        try {
            if (!reading.await(1, TimeUnit.MINUTES)) {
                throw new TierUnavailableException("still hanging");
            }
            return tier;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("interrupted", e);
        }
    }

    @Override
    public String name() {
        return tier.name();
    }

    @Override
    public String engine() {
        return tier.engine();
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public void append(List<TierEntry> batch, long nextOffset) {
        if (!writable || away) {
            throw new TierUnavailableException("the line is cut");
        }
        tier.append(batch, nextOffset);
    }

    @Override
    public long cursor() {
        return tier.cursor();
    }

    @Override
    public Slice read(String conversationId, Range range) {
        return reachable().read(conversationId, range);
    }

    @Override
    public SearchResult search(SearchQuery query) {
        return reachable().search(query);
    }

    @Override
    public List<LocalDate> days() {
        return reachable().days();
    }

    @Override
    public void scan(LocalDate day, Consumer<StoredMessage> each) {
        reachable().scan(day, each);
    }

    @Override
    public TierFacts facts() {
        return reachable().facts();
    }

    @Override
    public long drop(Outdated outdated) {
        return reachable().drop(outdated);
    }

    @Override
    public long erase(String visitorId, Set<String> held) {
        return reachable().erase(visitorId, held);
    }

    @Override
    public TierHealth health() {
        return tier.health();
    }

    @Override
    public void close() {
        tier.close();
    }
}
