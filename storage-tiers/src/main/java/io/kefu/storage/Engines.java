package io.kefu.storage;

import io.kefu.config.Secret;
import io.kefu.storage.clickhouse.ClickHouseSettings;
import io.kefu.storage.clickhouse.ClickHouseTier;
import io.kefu.storage.duckdb.DuckDbSettings;
import io.kefu.storage.duckdb.DuckDbTier;
import io.kefu.storage.fault.StorageException;
import io.kefu.storage.history.History;
import io.kefu.storage.memory.MemoryTier;
import io.kefu.storage.mysql.MySqlTier;
import io.kefu.storage.postgresql.PostgreSqlTier;
import io.kefu.storage.sql.SqlSettings;
import io.kefu.storage.tier.DeferredTier;
import io.kefu.storage.tier.DeferredWarmStore;
import io.kefu.storage.tier.MessageTier;
import io.kefu.storage.tier.WarmStore;
import io.kefu.storage.warm.WarmTier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes each tier on the engine that the policy names. Engines of the server itself are opened here and fail the start when
 * they cannot be; the others are opened when they are first written to, so that the server starts without them.
 */
final class Engines {
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
    MessageTier hot(long replayStart) {
        StoragePolicyConfig.Hot hot = settings.policy().hot();
        return switch (hot.engine()) {
            case MEMORY ->
                new MemoryTier(hot.perConversation(), settings.hotBytes(), hot.keepAfterClose(), replayStart, clock);
            case REDIS -> throw notBuilt("redis");
        };
    }

    WarmStore warm() {
        return switch (settings.policy().warm().engine()) {
            case SQLITE -> WarmTier.open("warm", directory.resolve("warm.db"), History.BOUND);
            case MYSQL -> new DeferredWarmStore("warm", "mysql", () -> MySqlTier.open(warmDatabase(), History.BOUND));
            case POSTGRESQL ->
                new DeferredWarmStore("warm", "postgresql", () -> PostgreSqlTier.open(warmDatabase(), History.BOUND));
        };
    }

    private SqlSettings warmDatabase() {
        StoragePolicyConfig.Warm warm = settings.policy().warm();
        return new SqlSettings(
                "warm",
                warm.url().orElseThrow(),
                warm.user().orElse(""),
                warm.password().map(Secret::reveal).orElse(""),
                warm.replicas(),
                SqlSettings.READERS);
    }

    Optional<MessageTier> cold() {
        return switch (settings.policy().cold().engine()) {
            case NONE -> Optional.empty();
            case DUCKDB -> Optional.of(new DeferredTier<>("cold", "duckdb", this::duckdb));
            case CLICKHOUSE -> Optional.of(new DeferredTier<>("cold", "clickhouse", this::clickHouse));
        };
    }

    private MessageTier clickHouse() {
        StoragePolicyConfig.Cold cold = settings.policy().cold();
        return ClickHouseTier.open(new ClickHouseSettings(
                "cold",
                cold.url().orElseThrow(),
                cold.user().orElse(""),
                cold.password().map(Secret::reveal).orElse(""),
                cold.keep(),
                History.BOUND));
    }

    private MessageTier duckdb() {
        return DuckDbTier.open(DuckDbSettings.cold(directory.resolve("cold.duckdb"), History.BOUND));
    }

    private static StorageException notBuilt(String engine) {
        return new StorageException("the StoragePolicy names " + engine
                + ", which this version does not run yet: name an engine of the server itself");
    }
}
