package io.kefu.storage.tier;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A {@link DeferredTier} that knows the conversations once it is open. */
public final class DeferredWarmStore extends DeferredTier<WarmStore> implements WarmStore {
    public DeferredWarmStore(String name, String engine, Supplier<WarmStore> opening) {
        super(name, engine, opening);
    }

    @Override
    public ConversationIndex conversations() {
        return new Index();
    }

    @Override
    public Set<String> conversationsOf(String visitorId) {
        return opened().conversationsOf(visitorId);
    }

    private final class Index implements ConversationIndex {
        @Override
        public ConversationPage list(ConversationFilter filter, int limit, int offset) {
            return opened().conversations().list(filter, limit, offset);
        }

        @Override
        public List<ConversationRow> byVisitor(String visitorId, int limit) {
            return opened().conversations().byVisitor(visitorId, limit);
        }

        @Override
        public List<ConversationRow> after(String conversationId, int limit) {
            return opened().conversations().after(conversationId, limit);
        }

        @Override
        public Optional<ConversationRow> get(String conversationId) {
            return opened().conversations().get(conversationId);
        }
    }
}
