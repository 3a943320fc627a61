package io.kefu.storage;

import java.time.Duration;

/**
 * How storage runs.
 *
 * @param hotBytes roughly how much memory the hot tier may take, when it is in memory
 * @param replayRecords records of the journal's end that fill the hot tier on start, when it is in memory
 * @param replayWindow how long the journal keeps records at least
 */
public record StorageSettings(StoragePolicyConfig policy, long hotBytes, long replayRecords, Duration replayWindow) {
    private static final long HOT_BYTES = 64L << 20;
    private static final long REPLAY_RECORDS = 50_000;

    public static StorageSettings of(StoragePolicyConfig policy, Duration replayWindow) {
        return new StorageSettings(policy, HOT_BYTES, REPLAY_RECORDS, replayWindow);
    }
}
