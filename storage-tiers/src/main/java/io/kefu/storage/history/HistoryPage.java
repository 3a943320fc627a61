package io.kefu.storage.history;

import io.kefu.storage.tier.StoredMessage;
import java.util.List;

/**
 * A piece of a conversation.
 *
 * @param messages ascending, each once. No gap, save for messages that were erased, set aside or have aged out of the
 *     last tier; when {@code partial}, a run that begins (after) or ends (before, newest) where it was asked for
 * @param tiers the tiers that these came from, newest first
 * @param partial whether a tier that was needed did not answer or lags, so that there may be more than this
 * @param late those tiers
 */
public record HistoryPage(List<StoredMessage> messages, List<String> tiers, boolean partial, List<String> late) {
    public HistoryPage {
        messages = List.copyOf(messages);
        tiers = List.copyOf(tiers);
        late = List.copyOf(late);
    }
}
