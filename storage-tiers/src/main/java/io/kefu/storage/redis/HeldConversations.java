package io.kefu.storage.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A walk through all conversations, some hundred at a time; those that come or go meanwhile may or may not be met. */
final class HeldConversations {
    private static final int AT_ONCE = 200;

    private final RedisServer server;
    private final Keys keys;

    HeldConversations(RedisServer server, Keys keys) {
        this.server = server;
        this.keys = keys;
    }

    /** The keys, until the consumer has enough. */
    void keys(Predicate<List<byte[]>> each) {
        ScanArgs args = ScanArgs.Builder.limit(AT_ONCE).match(keys.all());
        ScanCursor cursor = ScanCursor.INITIAL;
        boolean more = true;
        while (more && !cursor.isFinished()) {
            ScanCursor from = cursor;
            KeyScanCursor<byte[]> page = server.ask(commands -> commands.scan(from, args));
            more = page.getKeys().isEmpty() || each.test(page.getKeys());
            cursor = page;
        }
    }

    void each(Consumer<HeldConversation> consumer) {
        some(consumer, Long.MAX_VALUE);
    }

    /** At least so many, where there are. */
    void some(Consumer<HeldConversation> consumer, long most) {
        long[] met = {0};
        keys(page -> {
            List<Map<byte[], byte[]>> hashes = server.all(
                    commands -> page.stream().map(key -> commands.hgetall(key)).toList());
            for (int i = 0; i < page.size(); i++) {
                consumer.accept(HeldConversation.of(keys.conversation(page.get(i)), hashes.get(i)));
            }
            met[0] += page.size();
            return met[0] < most;
        });
    }
}
