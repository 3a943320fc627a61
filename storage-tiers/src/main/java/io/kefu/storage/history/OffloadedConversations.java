package io.kefu.storage.history;

import io.kefu.storage.tier.ConversationFilter;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.ConversationPage;
import io.kefu.storage.tier.ConversationRow;
import io.kefu.storage.tier.WarmStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The conversations' index of a tier, asked on that tier's threads and within {@link History#BOUND}; throws
 * {@link io.kefu.storage.tier.TierUnavailableException} when it does not answer.
 */
public final class OffloadedConversations implements ConversationIndex {
    private final Supplier<TierReader> reader;

    /**
     * Asks the tier's index.
     *
     * @param reader of the {@link WarmStore} that stands now
     */
    public OffloadedConversations(Supplier<TierReader> reader) {
        this.reader = reader;
    }

    private <T> T ask(Function<ConversationIndex, T> question) {
        return reader.get().ask(History.BOUND, tier -> question.apply(((WarmStore) tier).conversations()));
    }

    @Override
    public ConversationPage list(ConversationFilter filter, int limit, int offset) {
        return ask(index -> index.list(filter, limit, offset));
    }

    @Override
    public List<ConversationRow> byVisitor(String visitorId, int limit) {
        return ask(index -> index.byVisitor(visitorId, limit));
    }

    @Override
    public Optional<ConversationRow> get(String conversationId) {
        return ask(index -> index.get(conversationId));
    }

    @Override
    public List<ConversationRow> after(String conversationId, int limit) {
        return ask(index -> index.after(conversationId, limit));
    }
}
