package io.kefu.storage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at every conversation's visitor and removes those of one. */
final class VisitorErasure {
    private final RedisServer server;
    private final HeldConversations held;
    private final Set<String> spared;

    /** @param spared keys of conversations that stay */
    VisitorErasure(RedisServer server, HeldConversations held, Set<String> spared) {
        this.server = server;
        this.held = held;
        this.spared = spared;
    }

    /** Answers how many messages there were. */
    long of(String visitor) {
        long[] removed = {0};
        held.keys(page -> {
            removed[0] += erase(page, visitor);
            return true;
        });
        return removed[0];
    }

    private long erase(List<byte[]> page, String visitor) {
        List<List<KeyValue<byte[], byte[]>>> owners = server.all(commands -> page.stream()
                .map(key -> commands.hmget(key, "v".getBytes(UTF_8), "n".getBytes(UTF_8)))
                .toList());
        List<byte[]> doomed = new ArrayList<>();
        long messages = 0;
        for (int i = 0; i < page.size(); i++) {
            if (text(owners.get(i).getFirst()).equals(visitor) && !spared.contains(new String(page.get(i), UTF_8))) {
                doomed.add(page.get(i));
                messages += Long.parseLong(text(owners.get(i).getLast()));
            }
        }
        server.all(commands -> doomed.stream().map(key -> commands.del(key)).toList());
        return messages;
    }

    private static String text(KeyValue<byte[], byte[]> field) {
        return field.hasValue() ? new String(field.getValue(), UTF_8) : "0";
    }
}
