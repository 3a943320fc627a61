package io.kefu.server.app;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.delivery.StoredHead;
import io.kefu.storage.journal.Journal;
import io.kefu.storage.tier.ConversationIndex;
import java.util.Optional;
import java.util.function.Function;

/** Conversations that are no longer in memory: from the journal's snapshots, else as the index last heard of them. */
final class ConversationArchive implements Function<String, Optional<ConversationSnapshot>> {

    private static final int MOST_ID = 64;

    private final Journal journal;
    private final ConversationIndex index;

    ConversationArchive(Journal journal, ConversationIndex index) {
        this.journal = journal;
        this.index = index;
    }

    @Override
    public Optional<ConversationSnapshot> apply(String conversationId) {
        if (conversationId.isEmpty() || conversationId.length() > MOST_ID || conversationId.indexOf(':') >= 0) {
            return Optional.empty();
        }
        return journal.snapshot(conversationId)
                .map(snapshot -> StoredHead.parse(conversationId, snapshot.body()))
                .or(() -> index.get(conversationId).map(row -> StoredHead.parse(conversationId, row.head())));
    }
}
