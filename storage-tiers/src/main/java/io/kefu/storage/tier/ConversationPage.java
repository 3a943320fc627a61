package io.kefu.storage.tier;

import java.util.List;

/**
 * One page of conversations, the last changed first.
 *
 * @param total how many the filter lets through
 */
public record ConversationPage(List<ConversationRow> rows, long total) {
    public ConversationPage {
        rows = List.copyOf(rows);
    }
}
