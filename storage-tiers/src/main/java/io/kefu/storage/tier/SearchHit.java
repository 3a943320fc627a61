package io.kefu.storage.tier;

import io.kefu.storage.text.Highlight;
import java.util.List;

/**
 * A found message.
 *
 * @param text the text in which it was found: {@link StoredMessage#shownText()}
 * @param highlights the found places in it
 */
public record SearchHit(StoredMessage message, String text, List<Highlight> highlights) {
    public SearchHit {
        highlights = List.copyOf(highlights);
    }
}
