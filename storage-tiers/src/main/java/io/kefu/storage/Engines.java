package io.kefu.storage;

import io.kefu.config.Secret;
import io.kefu.storage.clickhouse.ClickHouseSettings;
import io.kefu.storage.clickhouse.ClickHouseTier;
import io.kefu.storage.duckdb.DuckDbSettings;
import io.kefu.storage.duckdb.DuckDbTier;
import io.kefu.storage.history.History;
import io.kefu.storage.memory.MemoryTier;
import io.kefu.storage.mysql.MySqlTier;
import io.kefu.storage.postgresql.PostgreSqlTier;
import io.kefu.storage.redis.RedisSettings;
import io.kefu.storage.redis.RedisTier;
import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.tier.DeferredWarmStore;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.WarmStore;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes each tier on the engine that a policy names. The warm tier's file is opened here and fails the start when it cannot
 * be; the others are opened when they are first used, so that the server starts without them.
 */
final class Engines {
    /** How long Redis keeps a conversation that stays open and silent. */
    private static final Duration KEEP_IDLE = Duration.ofDays(7);

    /** Half of what a reader waits in all, so that the warm tier can answer instead. */
    private static final Duration REDIS_BOUND = Duration.ofSeconds(1);

    private final Path directory;
    private final StorageSettings settings;
    private final InstantSource clock;

    /** Engines whose files are in a directory. */
    Engines(Path directory, StorageSettings settings, InstantSource clock) {
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The hot tier.
     *
     * @param replayStart the journal offset that an empty one is fed from
     */
    MessageTier hot(StoragePolicyConfig.Hot hot, LongSupplier replayStart) {
        return switch (hot.engine()) {
            case MEMORY ->
                new MemoryTier(
                        hot.perConversation(),
                        settings.hotBytes(),
                        hot.keepAfterClose(),
                        replayStart.getAsLong(),
                        clock);
            case REDIS -> redis(hot, replayStart);
        };
    }

    private static RedisTier redis(StoragePolicyConfig.Hot hot, LongSupplier replayStart) {
        return RedisTier.open(new RedisSettings(
                "hot",
                hot.url().orElseThrow(),
                hot.user().orElse(""),
                hot.password().map(Secret::reveal).orElse(""),
                hot.cluster(),
                "kefu",
                hot.perConversation(),
                hot.keepAfterClose(),
                KEEP_IDLE,
                REDIS_BOUND,
                replayStart));
    }

    WarmStore warm(StoragePolicyConfig.Warm warm) {
        return switch (warm.engine()) {
            case SQLITE -> WarmTier.open("warm", directory.resolve(WarmTier.FILE), History.BOUND);
            case MYSQL -> new DeferredWarmStore("warm", "mysql", () -> MySqlTier.open(database(warm), History.BOUND));
            case POSTGRESQL ->
                new DeferredWarmStore("warm", "postgresql", () -> PostgreSqlTier.open(database(warm), History.BOUND));
        };
    }

    private static SqlSettings database(StoragePolicyConfig.Warm warm) {
        return new SqlSettings(
                "warm",
                warm.url().orElseThrow(),
                warm.user().orElse(""),
                warm.password().map(Secret::reveal).orElse(""),
                warm.replicas(),
                SqlSettings.READERS);
    }

    Optional<MessageTier> cold(StoragePolicyConfig.Cold cold) {
        return switch (cold.engine()) {
            case NONE -> Optional.empty();
            case DUCKDB -> Optional.of(duckdb());
            case CLICKHOUSE -> Optional.of(clickHouse(cold));
        };
    }

    private static MessageTier clickHouse(StoragePolicyConfig.Cold cold) {
        return ClickHouseTier.open(new ClickHouseSettings(
                "cold",
                cold.url().orElseThrow(),
                cold.user().orElse(""),
                cold.password().map(Secret::reveal).orElse(""),
                null, // dropped by the sweep: the engine's own TTL knows neither of holds nor of channels
                History.BOUND));
    }

    private MessageTier duckdb() {
        return DuckDbTier.open(DuckDbSettings.cold(directory.resolve(DuckDbTier.FILE), History.BOUND));
    }
}
