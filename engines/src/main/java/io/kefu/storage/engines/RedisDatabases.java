package io.kefu.storage.engines;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Function;

/** Numbered databases of a Redis, handed out one after the other by a count in the first. */
final class RedisDatabases {
    private static final String COUNT = "kefu:test:databases";

    private RedisDatabases() {}

    static String take(EngineAddress engine) {
        String number = on(engine.with("0"), redis -> {
            long all = Long.parseLong(redis.configGet("databases").get("databases"));
            return Long.toString(1 + redis.incr(COUNT) % (all - 1));
        });
        empty(engine.with(number));
        return number;
    }

    static void empty(EngineAddress database) {
        String done = on(database, RedisCommands::flushdb);
        if (!done.equals("OK")) {
            throw new IllegalStateException(database + " is not emptied: " + done);
        }
    }

    private static <T> T on(EngineAddress database, Function<RedisCommands<String, String>, T> commands) {
        try (RedisClient client = RedisClient.create(database.url());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return commands.apply(connection.sync());
        }
    }
}
