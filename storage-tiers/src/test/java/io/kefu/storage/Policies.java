package io.kefu.storage;

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
                        new StoragePolicyConfig.ColdBatch(10_000, Duration.ofSeconds(30))));
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
                new StoragePolicyConfig.ColdBatch(10_000, Duration.ofMillis(100)));
        return new StoragePolicyConfig(embedded.hot(), embedded.warm(), cold);
    }

    public static StorageSettings settings(StoragePolicyConfig policy) {
        return StorageSettings.of(policy, Duration.ofDays(7));
    }
}
