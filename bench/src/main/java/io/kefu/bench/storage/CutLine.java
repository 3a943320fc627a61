package io.kefu.bench.storage;

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
import java.util.function.Consumer;

/** A tier behind a line that is cut and mended. */
final class CutLine implements MessageTier {
    private final MessageTier tier;
    private volatile boolean cut;

    CutLine(MessageTier tier) {
        this.tier = tier;
    }

    void cut(boolean now) {
        cut = now;
    }

    private MessageTier reached() {
        if (cut) {
            throw new TierUnavailableException("the line is cut");
        }
        return tier;
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
        return tier.waits();
    }

    @Override
    public void prepare() {
        reached().prepare();
    }

    @Override
    public void append(List<TierEntry> batch, long nextOffset) {
        reached().append(batch, nextOffset);
    }

    @Override
    public long cursor() {
        return tier.cursor();
    }

    @Override
    public Slice read(String conversationId, Range range) {
        return reached().read(conversationId, range);
    }

    @Override
    public SearchResult search(SearchQuery query) {
        return reached().search(query);
    }

    @Override
    public List<LocalDate> days() {
        return reached().days();
    }

    @Override
    public void scan(LocalDate day, Consumer<StoredMessage> each) {
        reached().scan(day, each);
    }

    @Override
    public TierFacts facts() {
        return reached().facts();
    }

    @Override
    public long drop(Outdated outdated) {
        return reached().drop(outdated);
    }

    @Override
    public long erase(String visitorId, Set<String> held) {
        return reached().erase(visitorId, held);
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
