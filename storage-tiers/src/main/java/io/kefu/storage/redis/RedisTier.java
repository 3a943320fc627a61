package io.kefu.storage.redis;

import static io.kefu.storage.redis.MessageForm.bytes;

import io.kefu.storage.text.Words;
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
import io.kefu.storage.tier.TierUnavailableException;
import io.kefu.storage.tier.WatchedHealth;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The last messages of each conversation in Redis: a run with no gap, unless some were removed on purpose. A conversation
 * leaves some time after it was closed, or when nobody writes in it.
 *
 * <p>What a batch does to one conversation is one step there. The cursor is written after all of them and read from the
 * server each time, so that a server which lost something, or was put back to an earlier state, is filled from where it
 * stands; one that knows no cursor, from the replay start. What is missing in between shows as a gap, and a run begins
 * anew behind it: a reader then finds less here, and never something wrong.
 */
public final class RedisTier implements MessageTier {
    private static final Comparator<StoredMessage> NEWEST_FIRST = Comparator.comparingLong(StoredMessage::atMillis)
            .thenComparing(StoredMessage::conversationId)
            .thenComparingLong(StoredMessage::seq)
            .reversed();

    /** Conversations that are counted for the facts; of more, these stand for all. */
    private static final long COUNTED = 2_000;

    private final RedisSettings settings;
    private final RedisServer server;
    private final Keys keys;
    private final HeldConversations held;
    private final Script<Long> append = new Script<>("append.lua", ScriptOutputType.INTEGER);
    private final Script<List<byte[]>> read = new Script<>("read.lua", ScriptOutputType.MULTI);
    private final Script<Long> drop = new Script<>("drop.lua", ScriptOutputType.INTEGER);
    private final WatchedHealth health = new WatchedHealth();

    private RedisTier(RedisSettings settings) {
        this.settings = settings;
        this.server = new RedisServer(settings);
        this.keys = new Keys(settings.prefix());
        this.held = new HeldConversations(server, keys);
    }

    /** A tier on a server that is connected to when it is first needed. */
    public static RedisTier open(RedisSettings settings) {
        return new RedisTier(settings);
    }

    @Override
    public String name() {
        return settings.tier();
    }

    @Override
    public String engine() {
        return "redis";
    }

    @Override
    public boolean waits() {
        return true;
    }

    @Override
    public void append(List<TierEntry> batch, long nextOffset) {
        Entries entries = new Entries(settings, batch);
        answering(() -> {
            append.run(server, entries.calls(keys));
            return server.ask(commands -> commands.set(keys.cursor(), bytes(nextOffset)));
        });
    }

    @Override
    public long cursor() {
        return answering(() -> {
            byte[] cursor = server.ask(commands -> commands.get(keys.cursor()));
            return cursor == null ? settings.replayStart().getAsLong() : Long.parseLong(text(cursor));
        });
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public Slice read(String conversationId, Range range) {
        return switch (range) {
            case Range.After(long seq, int limit) ->
                slice(conversationId, Math.max(seq, 0) + 1, Long.MAX_VALUE, limit, 1);
            case Range.Before(long seq, int limit) -> slice(conversationId, 1, Math.max(seq, 1) - 1, limit, -1);
            case Range.Newest(int limit) -> slice(conversationId, 1, Long.MAX_VALUE, limit, -1);
        };
    }

    private Slice slice(String conversation, long first, long last, int limit, int step) {
        List<byte[]> answer = answering(
                () -> read.run(server, keys.of(conversation), bytes(first), bytes(last), bytes(limit), bytes(step)));
        List<StoredMessage> messages = new ArrayList<>(answer.size() / 2);
        for (int i = 1; i < answer.size(); i += 2) {
            messages.add(MessageForm.message(conversation, answer.get(i), answer.get(i + 1)));
        }
        return new Slice(step > 0 ? messages : messages.reversed(), Long.parseLong(text(answer.getFirst())));
    }

    /** Walks everything held; it is there for completeness, the warm tier's index is what people search. */
    @Override
    public SearchResult search(SearchQuery query) {
        Words words = Words.asked(query.text());
        List<StoredMessage> found = new ArrayList<>();
        if (!words.isEmpty()) {
            walk(each -> {
                if (query.groups() == null || query.groups().contains(each.group())) {
                    each.messages().stream()
                            .filter(message -> lets(query, message) && words.areIn(message.shownText()))
                            .forEach(found::add);
                }
            });
        }
        List<SearchHit> page = found.stream()
                .sorted(NEWEST_FIRST)
                .skip(query.offset())
                .limit(query.limit())
                .map(each -> new SearchHit(each, each.shownText(), words.highlights(each.shownText())))
                .toList();
        return new SearchResult(page, Math.min(found.size(), query.counted()));
    }

    private static boolean lets(SearchQuery query, StoredMessage each) {
        return (query.channel() == null || query.channel().equals(each.channel()))
                && (query.agent() == null
                        || (each.authorKind().equals("agent") && query.agent().equals(each.authorId())))
                && (query.from() == null || each.atMillis() >= query.from().toEpochMilli())
                && (query.to() == null || each.atMillis() < query.to().toEpochMilli());
    }

    private void walk(Consumer<HeldConversation> each) {
        answering(() -> {
            held.each(each);
            return true;
        });
    }

    @Override
    public List<LocalDate> days() {
        TreeSet<LocalDate> days = new TreeSet<>();
        walk(each -> each.messages().forEach(message -> days.add(message.day())));
        return List.copyOf(days);
    }

    @Override
    public void scan(LocalDate day, Consumer<StoredMessage> each) {
        walk(conversation -> conversation.messages().stream()
                .filter(message -> message.day().equals(day))
                .forEach(each));
    }

    @Override
    public TierFacts facts() {
        return answering(() -> new Facts(server, held).of(COUNTED));
    }

    @Override
    public long drop(Outdated outdated) {
        LocalDate day = outdated.day();
        byte[] first = bytes(day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
        byte[] next =
                bytes(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
        long[] removed = {0};
        answering(() -> {
            held.keys(page -> {
                List<Long> counts = drop.run(
                        server,
                        expired(page, outdated).stream()
                                .map(key -> new Script.Call(key, new byte[][] {first, next}))
                                .toList());
                removed[0] += counts.stream().mapToLong(Long::longValue).sum();
                return true;
            });
            return removed;
        });
        return removed[0];
    }

    /** A conversation is of one channel. */
    private List<byte[]> expired(List<byte[]> page, Outdated outdated) {
        if (outdated.ofAllChannels() && outdated.held().isEmpty()) {
            return page;
        }
        List<byte[]> expired = new ArrayList<>();
        for (byte[] key : page) {
            String id = keys.conversation(key);
            List<StoredMessage> newest = slice(id, 1, Long.MAX_VALUE, 1, -1).messages();
            if (!newest.isEmpty() && outdated.covers(newest.getFirst().channel(), id)) {
                expired.add(key);
            }
        }
        return expired;
    }

    @Override
    public long erase(String visitorId, Set<String> kept) {
        Set<String> spared = kept.stream()
                .map(each -> new String(keys.of(each), StandardCharsets.UTF_8))
                .collect(Collectors.toUnmodifiableSet());
        return answering(() -> new VisitorErasure(server, held, spared).of(visitorId));
    }

    @Override
    public TierHealth health() {
        return health.now();
    }

    private <T> T answering(Supplier<T> call) {
        try {
            T answer = call.get();
            health.answered();
            return answer;
        } catch (RedisException e) {
            throw health.failed(RedisFailure.unavailable(settings, e));
        } catch (TierUnavailableException e) {
            throw health.failed(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
