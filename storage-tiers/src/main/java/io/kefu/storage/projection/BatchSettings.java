package io.kefu.storage.projection;

import java.time.Duration;

/**
 * How a projector gathers records.
 *
 * @param rows records of a batch while it keeps up, 1 to 10,000; far behind, batches are up to five times as big, to 2,000
 * @param linger how long the first record waits for others
 */
public record BatchSettings(int rows, Duration linger) {
    public BatchSettings {
        if (rows < 1 || rows > 10_000 || linger.isNegative()) {
            throw new IllegalArgumentException(
                    "rows " + rows + " are not within 1 and 10000, or linger " + linger + " is negative");
        }
    }
}
