package io.kefu.server.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.Message;
import io.kefu.storage.history.History;
import io.kefu.storage.history.HistoryPage;
import io.kefu.storage.tier.Amendment;
import io.kefu.storage.tier.Range;
import io.kefu.storage.tier.StoredMessage;
import java.util.List;

/** A conversation's past as one reader may see it: recalls and edits applied, notes hidden from visitors. */
public final class Transcript {

    private final History history;

    public Transcript(History history) {
        this.history = history;
    }

    /**
     * A piece of the past, in ascending {@code seq} with no gap.
     *
     * @param tiers which tiers served it
     * @param partial a tier that was needed did not answer: there may be more
     * @param late those tiers
     */
    public record Page(List<Message> messages, List<String> tiers, boolean partial, List<String> late) {}

    /** Reads from whichever tiers hold it; takes at most some two seconds. */
    public Page read(ConversationSnapshot conversation, Range range, Audience reader) {
        HistoryPage page = history.read(conversation.getConversationId(), conversation.getLastSeq(), range);
        boolean visitor = reader instanceof Audience.VisitorAudience;
        List<Message> messages =
                page.messages().stream().map(stored -> shown(stored, visitor)).toList();
        return new Page(messages, page.tiers(), page.partial(), page.late());
    }

    /** A stored message as its reader may see it now. */
    public static Message shown(StoredMessage stored, boolean visitor) {
        Message message = parse(stored);
        if (visitor && message.getPrivate()) {
            return Frames.hidden(message);
        }
        Amendment amendment = stored.amendment();
        if (amendment == null) {
            return message;
        }
        return switch (amendment.kind()) {
            case RECALL ->
                message.toBuilder()
                        .clearText()
                        .clearFile()
                        .clearCard()
                        .clearEvent()
                        .setRecalled(true)
                        .build();
            case EDIT ->
                message.toBuilder().setText(amendment.text()).setEdited(true).build();
        };
    }

    private static Message parse(StoredMessage stored) {
        try {
            return Message.parseFrom(stored.body());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "message " + stored.seq() + " of " + stored.conversationId() + " cannot be read", e);
        }
    }
}
