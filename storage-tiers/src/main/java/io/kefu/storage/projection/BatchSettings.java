package io.kefu.storage.projection;

import io.kefu.storage.journal.Journal;
import java.time.Duration;

/**
 * How a projector gathers records.
 *
 * @param rows records of a batch while it keeps up, 1 to {@value Journal#MAX_READ}; far behind five times as many up to
 *     2,000, or {@code rows} where that is more
 * @param linger how long the first record waits for others
 */
public record BatchSettings(int rows, Duration linger) {
    public BatchSettings {
        if (rows < 1 || rows > Journal.MAX_READ || linger.isNegative()) {
            throw new IllegalArgumentException("rows " + rows + " are not within 1 and " + Journal.MAX_READ
                    + ", or linger " + linger + " is negative");
        }
    }
}
