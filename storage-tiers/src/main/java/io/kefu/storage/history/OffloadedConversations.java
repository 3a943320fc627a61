package io.kefu.storage.history;

import io.kefu.storage.tier.ConversationFilter;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.ConversationPage;
import io.kefu.storage.tier.ConversationRow;
import java.util.List;
import java.util.Optional;

/**
 * The conversations' index of a tier, asked on that tier's threads and within {@link History#BOUND}; throws
 * {@link io.kefu.storage.tier.TierUnavailableException} when it does not answer.
 */
public final class OffloadedConversations implements ConversationIndex {
    private final TierReader reader;
    private final ConversationIndex index;

    public OffloadedConversations(TierReader reader, ConversationIndex index) {
        this.reader = reader;
        this.index = index;
    }

    @Override
    public ConversationPage list(ConversationFilter filter, int limit, int offset) {
        return reader.ask(History.BOUND, tier -> index.list(filter, limit, offset));
    }

    @Override
    public List<ConversationRow> byVisitor(String visitorId, int limit) {
        return reader.ask(History.BOUND, tier -> index.byVisitor(visitorId, limit));
    }

    @Override
    public Optional<ConversationRow> get(String conversationId) {
        return reader.ask(History.BOUND, tier -> index.get(conversationId));
    }
}
