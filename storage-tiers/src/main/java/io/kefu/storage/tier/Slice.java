package io.kefu.storage.tier;

import java.util.List;

/**
 * What one tier holds of a range.
 *
 * @param messages in ascending {@code seq}, no gap save where rows were erased or set aside
 * @param newestSeq the newest message of the conversation that the tier holds, 0 when none: below the conversation's own
 *     last number, the tier lags (or has let go of the conversation)
 */
public record Slice(List<StoredMessage> messages, long newestSeq) {
    public static final Slice EMPTY = new Slice(List.of(), 0);

    public Slice {
        messages = List.copyOf(messages);
    }
}
