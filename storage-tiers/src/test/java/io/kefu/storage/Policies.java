package io.kefu.storage;

import io.kefu.config.Secret;
import io.kefu.storage.engines.EngineAddress;
import io.kefu.storage.files.FilesConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Policies of the embedded engines, for tests. */
public final class Policies {
    private Policies() {}

    /** What a policy without any key says. */
    public static StoragePolicyConfig embedded() {
        return embedded(200, new StoragePolicyConfig.Batch(1_000, Duration.ofMillis(200)));
    }

    public static StoragePolicyConfig embedded(int perConversation, StoragePolicyConfig.Batch warmBatch) {
        return new StoragePolicyConfig(
                new StoragePolicyConfig.Hot(
                        StoragePolicyConfig.HotEngine.MEMORY,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        perConversation,
                        Duration.ofHours(24)),
                new StoragePolicyConfig.Warm(
                        StoragePolicyConfig.WarmEngine.SQLITE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Duration.ofDays(30),
                        Duration.ofSeconds(5),
                        warmBatch),
                new StoragePolicyConfig.Cold(
                        StoragePolicyConfig.ColdEngine.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofDays(1_095),
                        Duration.ofMinutes(2),
                        new StoragePolicyConfig.ColdBatch(2_000, Duration.ofSeconds(30))),
                FilesConfig.directory());
    }

    /** The embedded engines with a cold tier that takes what is there at once. */
    public static StoragePolicyConfig withDuckDb() {
        StoragePolicyConfig embedded = embedded();
        StoragePolicyConfig.Cold cold = new StoragePolicyConfig.Cold(
                StoragePolicyConfig.ColdEngine.DUCKDB,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofDays(1_095),
                Duration.ofMinutes(2),
                new StoragePolicyConfig.ColdBatch(2_000, Duration.ofMillis(100)));
        return new StoragePolicyConfig(embedded.hot(), embedded.warm(), cold, embedded.files());
    }

    /** The embedded engines, but for the tier that an engine elsewhere is for. */
    public static StoragePolicyConfig with(EngineAddress engine) {
        StoragePolicyConfig embedded = embedded(20, new StoragePolicyConfig.Batch(100, Duration.ofMillis(20)));
        return switch (engine.kind()) {
            case MYSQL -> warm(embedded, StoragePolicyConfig.WarmEngine.MYSQL, engine);
            case POSTGRESQL -> warm(embedded, StoragePolicyConfig.WarmEngine.POSTGRESQL, engine);
            case CLICKHOUSE -> cold(embedded, engine);
            case REDIS -> hot(embedded, engine);
            case S3, ETCD ->
                throw new IllegalArgumentException(
                        "no tier stands on " + engine.kind().word());
        };
    }

    private static StoragePolicyConfig hot(StoragePolicyConfig embedded, EngineAddress engine) {
        StoragePolicyConfig.Hot hot = new StoragePolicyConfig.Hot(
                StoragePolicyConfig.HotEngine.REDIS,
                Optional.of(engine.urlWithoutLogin()),
                user(engine),
                Optional.of(new Secret(engine.password())),
                false,
                embedded.hot().perConversation(),
                embedded.hot().keepAfterClose());
        return new StoragePolicyConfig(hot, embedded.warm(), embedded.cold(), embedded.files());
    }

    private static StoragePolicyConfig warm(
            StoragePolicyConfig embedded, StoragePolicyConfig.WarmEngine kind, EngineAddress engine) {
        StoragePolicyConfig.Warm warm = new StoragePolicyConfig.Warm(
                kind,
                Optional.of(engine.urlWithoutLogin()),
                user(engine),
                Optional.of(new Secret(engine.password())),
                List.of(),
                embedded.warm().keep(),
                embedded.warm().lagBudget(),
                embedded.warm().batch());
        return new StoragePolicyConfig(embedded.hot(), warm, embedded.cold(), embedded.files());
    }

    private static StoragePolicyConfig cold(StoragePolicyConfig embedded, EngineAddress engine) {
        StoragePolicyConfig.Cold cold = new StoragePolicyConfig.Cold(
                StoragePolicyConfig.ColdEngine.CLICKHOUSE,
                Optional.of(engine.urlWithoutLogin()),
                user(engine),
                Optional.of(new Secret(engine.password())),
                embedded.cold().keep(),
                embedded.cold().lagBudget(),
                new StoragePolicyConfig.ColdBatch(500, Duration.ofMillis(200)));
        return new StoragePolicyConfig(embedded.hot(), embedded.warm(), cold, embedded.files());
    }

    private static Optional<String> user(EngineAddress engine) {
        return Optional.of(engine.user()).filter(user -> !user.isEmpty());
    }

    public static StorageSettings settings(StoragePolicyConfig policy) {
        return StorageSettings.of(policy, Duration.ofDays(7));
    }
}
