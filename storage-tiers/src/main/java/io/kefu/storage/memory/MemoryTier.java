package io.kefu.storage.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.kefu.storage.text.Words;
import io.kefu.storage.tier.Amend;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.Outdated;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchHit;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import io.kefu.storage.tier.Slice;
import io.kefu.storage.tier.StoredMessage;
import io.kefu.storage.tier.TierEntry;
import io.kefu.storage.tier.TierFacts;
import io.kefu.storage.tier.TierHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The last messages of each conversation, bounded in messages a conversation and in bytes over all. A closed conversation
 * leaves after a while; an open one may leave when the bytes run out. Nothing is lost by that: the warm tier has it all.
 *
 * <p>Lost with the process: on start the journal's tail is applied anew. Search walks everything held; it is there for
 * completeness, the warm tier's index is what people search.
 */
public final class MemoryTier implements MessageTier {
    private static final Comparator<StoredMessage> NEWEST_FIRST = Comparator.comparingLong(StoredMessage::atMillis)
            .thenComparing(StoredMessage::conversationId)
            .thenComparingLong(StoredMessage::seq)
            .reversed();

    private final int perConversation;
    private final Instant since;
    private final Cache<String, HotConversation> conversations;

    /** A batch is seen whole or not at all: a recall's own number never without what it does to its target. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private volatile long cursor;

    /**
     * An empty tier.
     *
     * @param bytes roughly how much memory it may take
     * @param cursor the journal offset that it is fed from
     */
    public MemoryTier(int perConversation, long bytes, Duration keepAfterClose, long cursor, InstantSource clock) {
        this.perConversation = perConversation;
        this.cursor = cursor;
        this.since = clock.instant();
        this.conversations = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((String id, HotConversation each) -> each.bytes())
                .expireAfter(Expiry.writing((String id, HotConversation each) -> left(each, keepAfterClose, clock)))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    private static Duration left(HotConversation each, Duration keepAfterClose, InstantSource clock) {
        if (each.closedAt() == 0) {
            return Duration.ofNanos(Long.MAX_VALUE);
        }
        Duration left = Duration.between(
                clock.instant(), Instant.ofEpochMilli(each.closedAt()).plus(keepAfterClose));
        return left.isPositive() ? left : Duration.ZERO;
    }

    @Override
    public String name() {
        return "hot";
    }

    @Override
    public String engine() {
        return "memory";
    }

    @Override
    public boolean waits() {
        return false;
    }

    @Override
    public void append(List<TierEntry> batch, long nextOffset) {
        changing(() -> {
            Map<String, HotConversation> changed = new HashMap<>();
            batch.forEach(entry -> apply(entry, changed));
            // Put again even when it is there: that is when the cache weighs it and sets its time.
            conversations.putAll(changed);
            cursor = nextOffset;
            return batch;
        });
    }

    private <T> T changing(Supplier<T> change) {
        lock.writeLock().lock();
        try {
            return change.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T reading(Supplier<T> read) {
        lock.readLock().lock();
        try {
            return read.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void apply(TierEntry entry, Map<String, HotConversation> changed) {
        String id = entry.conversationId();
        switch (entry) {
            case StoredMessage message -> held(id, changed).add(message);
            case ConversationRow row -> held(id, changed).became(row.group(), row.visitorId(), row.closedAt());
            case Amend amend -> {
                HotConversation held = known(id, changed);
                if (held != null && amend.isOfEarlier()) {
                    held.amend(amend);
                }
            }
        }
    }

    private HotConversation held(String id, Map<String, HotConversation> changed) {
        HotConversation known = known(id, changed);
        HotConversation held = known == null ? new HotConversation(perConversation) : known;
        changed.put(id, held);
        return held;
    }

    private HotConversation known(String id, Map<String, HotConversation> changed) {
        HotConversation held = changed.get(id);
        return held == null ? conversations.getIfPresent(id) : held;
    }

    @Override
    public long cursor() {
        return cursor;
    }

    @Override
    public Slice read(String conversationId, Range range) {
        HotConversation held = conversations.getIfPresent(conversationId);
        return held == null ? Slice.EMPTY : reading(() -> held.slice(range));
    }

    @Override
    public SearchResult search(SearchQuery query) {
        Words words = Words.asked(query.text());
        List<SearchHit> found = reading(() -> found(query, words));
        List<SearchHit> page =
                found.stream().skip(query.offset()).limit(query.limit()).toList();
        return new SearchResult(page, Math.min(found.size(), query.counted()));
    }

    private List<SearchHit> found(SearchQuery query, Words words) {
        return conversations.asMap().values().stream()
                .filter(each -> query.groups() == null || query.groups().contains(each.group()))
                .flatMap(HotConversation::all)
                .filter(each -> lets(query, each) && words.areIn(each.shownText()))
                .sorted(NEWEST_FIRST)
                .map(each -> new SearchHit(each, each.shownText(), words.highlights(each.shownText())))
                .toList();
    }

    private static boolean lets(SearchQuery query, StoredMessage each) {
        return (query.channel() == null || query.channel().equals(each.channel()))
                && (query.agent() == null
                        || (each.authorKind().equals("agent") && query.agent().equals(each.authorId())))
                && (query.from() == null || each.atMillis() >= query.from().toEpochMilli())
                && (query.to() == null || each.atMillis() < query.to().toEpochMilli());
    }

    private Stream<StoredMessage> all() {
        return conversations.asMap().values().stream().flatMap(HotConversation::all);
    }

    @Override
    public List<LocalDate> days() {
        return reading(() -> all().map(StoredMessage::day).distinct().sorted().toList());
    }

    @Override
    public void scan(LocalDate day, Consumer<StoredMessage> each) {
        reading(() -> all().filter(message -> message.day().equals(day)).toList())
                .forEach(each);
    }

    @Override
    public TierFacts facts() {
        List<LocalDate> days = days();
        return new TierFacts(
                "Java " + Runtime.version().feature(),
                reading(() -> all().count()),
                conversations.policy().eviction().orElseThrow().weightedSize().orElse(TierFacts.UNKNOWN),
                days.isEmpty() ? null : days.getFirst(),
                days.isEmpty() ? null : days.getLast());
    }

    @Override
    public long drop(Outdated outdated) {
        return changing(() -> conversations.asMap().entrySet().stream()
                .mapToLong(each -> each.getValue().drop(each.getKey(), outdated))
                .sum());
    }

    @Override
    public long erase(String visitorId, Set<String> held) {
        return changing(() -> eraseAll(visitorId, held));
    }

    private long eraseAll(String visitorId, Set<String> held) {
        long removed = 0;
        for (Map.Entry<String, HotConversation> each : conversations.asMap().entrySet()) {
            if (each.getValue().visitor().equals(visitorId) && !held.contains(each.getKey())) {
                removed += each.getValue().size();
                conversations.invalidate(each.getKey());
            }
        }
        return removed;
    }

    @Override
    public TierHealth health() {
        return TierHealth.ok(since);
    }

    @Override
    public void close() {
        conversations.invalidateAll();
    }
}
