package io.kefu.server.admin;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.Message;
import io.kefu.server.delivery.Audience;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;
import io.kefu.storage.tier.SearchResult;
import java.util.List;

/** What has been said, from whichever tiers hold it. */
public interface Archive {
    /**
     * A piece of a conversation, in ascending {@code seq}.
     *
     * @param tiers those that it came from, newest first
     * @param partial a tier did not answer: there may be more
     * @param late those tiers
     */
    record Page(List<Message> messages, List<String> tiers, boolean partial, List<String> late) {}

    /**
     * What a search found.
     *
     * @param partial as of a page
     */
    record Found(SearchResult result, boolean partial) {}

    /** As {@code reader} may see it: recalls and edits applied, notes hidden from visitors. */
    Page messages(ConversationSnapshot conversation, Range range, Audience reader);

    Found search(SearchQuery query);

    ConversationIndex conversations();
}
