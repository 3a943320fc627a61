package io.kefu.storage;

import io.kefu.storage.projection.BatchSettings;
import java.time.Duration;

/**
 * How storage runs on the embedded engines.
 *
 * @param perConversation messages of a conversation that the hot tier keeps
 * @param keepAfterClose how long the hot tier keeps a closed conversation
 * @param hotBytes roughly how much memory the hot tier may take
 * @param replayRecords records of the journal's end that fill the hot tier on start
 * @param replayWindow how long the journal keeps records at least
 * @param warmKeep how long the warm tier keeps messages where a colder tier has confirmed them; without one it keeps all
 * @param warmBatch how records are gathered for the warm tier
 * @param warmLagBudget the lag above which the warm tier's answers to a search count as partial
 */
public record StorageSettings(
        int perConversation,
        Duration keepAfterClose,
        long hotBytes,
        long replayRecords,
        Duration replayWindow,
        Duration warmKeep,
        BatchSettings warmBatch,
        Duration warmLagBudget) {
    public static final StorageSettings DEFAULTS = new StorageSettings(
            200,
            Duration.ofHours(24),
            64L << 20,
            50_000,
            Duration.ofDays(7),
            Duration.ofDays(30),
            new BatchSettings(1_000, Duration.ofMillis(200)),
            Duration.ofSeconds(5));

    private static final int MOST_ROWS = 10_000;

    /** What a policy says, with the defaults for what it does not say. A batch has at most 10,000 rows here. */
    public static StorageSettings of(StoragePolicyConfig policy, Duration replayWindow) {
        StoragePolicyConfig.Warm warm = policy.warm();
        return new StorageSettings(
                policy.hot().perConversation(),
                policy.hot().keepAfterClose(),
                DEFAULTS.hotBytes(),
                DEFAULTS.replayRecords(),
                replayWindow,
                warm.keep(),
                new BatchSettings(
                        Math.min(warm.batch().rows(), MOST_ROWS), warm.batch().patience()),
                warm.lagBudget());
    }
}
