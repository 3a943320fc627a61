package io.kefu.server.app;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.Message;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Transcript;
import io.kefu.server.gateway.Replays;
import io.kefu.storage.tier.Range;
import java.util.List;

/** What a client missed, from the tiers. */
final class StoredReplays implements Replays {

    private final Transcript transcript;
    private final KnownPeople people;

    StoredReplays(Transcript transcript, KnownPeople people) {
        this.transcript = transcript;
        this.people = people;
    }

    /** Nothing when the answer would have a gap: the session then tells the client to read it elsewhere. */
    @Override
    public List<Message> after(ConversationSnapshot conversation, long seq, int limit, Audience reader) {
        Transcript.Page page = transcript.read(conversation, Range.after(seq, limit), reader);
        List<Message> messages = page.messages();
        boolean whole = !messages.isEmpty() && messages.getFirst().getSeq() == seq + 1;
        return whole ? messages : List.of();
    }

    @Override
    public List<ConversationSnapshot> ofVisitor(String visitorId, int limit) {
        return people.conversations(visitorId, limit);
    }
}
