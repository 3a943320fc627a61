package io.kefu.server.app;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.server.admin.Archive;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Transcript;
import io.kefu.storage.Storage;
import io.kefu.storage.history.SearchPage;
import io.kefu.storage.tier.ConversationIndex;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.SearchQuery;

/** The past for the REST API, from the tiers. */
record StoredArchive(Transcript transcript, Storage storage) implements Archive {

    @Override
    public Page messages(ConversationSnapshot conversation, Range range, Audience reader) {
        Transcript.Page page = transcript.read(conversation, range, reader);
        return new Page(page.messages(), page.tiers(), page.partial(), page.late());
    }

    @Override
    public Found search(SearchQuery query) {
        SearchPage page = storage.search().search(query);
        return new Found(page.result(), page.partial());
    }

    @Override
    public ConversationIndex conversations() {
        return storage.conversations();
    }
}
