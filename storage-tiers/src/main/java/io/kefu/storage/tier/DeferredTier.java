package io.kefu.storage.tier;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A tier whose engine is opened when it is first written to, and tried again for as long as it cannot be: the server starts
 * without it, and says so. Until then its cursor is 0, and readers are told that it does not answer.
 */
public class DeferredTier<T extends MessageTier> implements MessageTier {
    private final String name;
    private final String engine;
    private final Supplier<T> opening;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile T open;
    private volatile TierHealth closedHealth = TierHealth.unavailable("not opened yet", Instant.now());
    private boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param opening throws {@link io.kefu.storage.fault.StorageException}, with the remedy, while the engine cannot be
     *     opened
     */
    public DeferredTier(String name, String engine, Supplier<T> opening) {
        this.name = name;
        this.engine = engine;
        this.opening = opening;
    }

    /** The engine's tier, once it is open. */
    protected final T opened() {
        T known = open;
        if (known == null) {
            throw new TierUnavailableException("the " + name + " tier is not open: " + closedHealth.reason());
        }
        return known;
    }

    private T opening() {
        turn.lock();
        try {
            if (closed) {
                throw new TierUnavailableException("the " + name + " tier is closed: the server is stopping");
            }
            if (open == null) {
                open = opening.get();
            }
            return open;
        } catch (RuntimeException e) {
            closedHealth = TierHealth.unavailable(e.getMessage(), closedHealth.since());
            throw e instanceof TierUnavailableException ? e : new TierUnavailableException(e.getMessage(), e);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public boolean waits() {
        return true;
    }

    /** Opens the engine when it is not, which is the projector's to do. */
    @Override
    public void prepare() {
        opening().prepare();
    }

    @Override
    public void append(List<TierEntry> batch, long nextOffset) {
        opening().append(batch, nextOffset);
    }

    @Override
    public long cursor() {
        T known = open;
        return known == null ? 0 : known.cursor();
    }

    @Override
    public Slice read(String conversationId, Range range) {
        return opened().read(conversationId, range);
    }

    @Override
    public SearchResult search(SearchQuery query) {
        return opened().search(query);
    }

    @Override
    public List<LocalDate> days() {
        return opened().days();
    }

    @Override
    public void scan(LocalDate day, Consumer<StoredMessage> each) {
        opened().scan(day, each);
    }

    @Override
    public DayDigest digest(LocalDate day) {
        return opened().digest(day);
    }

    @Override
    public TierFacts facts() {
        return opened().facts();
    }

    @Override
    public long drop(Outdated outdated) {
        return opened().drop(outdated);
    }

    @Override
    public long erase(String visitorId, Set<String> held) {
        return opened().erase(visitorId, held);
    }

    @Override
    public TierHealth health() {
        T known = open;
        return known == null ? closedHealth : known.health();
    }

    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            if (open != null) {
                open.close();
            }
        } finally {
            turn.unlock();
        }
    }
}
