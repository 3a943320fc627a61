package io.kefu.server.delivery;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kefu.protocol.journal.v1.ConversationSnapshot;

/** A conversation as the journal's snapshots and the tiers' index keep it. */
public final class StoredHead {

    private StoredHead() {}

    /** Throws {@link IllegalStateException} for bytes that are no conversation: the message names it. */
    public static ConversationSnapshot parse(String conversationId, byte[] head) {
        try {
            return ConversationSnapshot.parseFrom(head);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what is stored of conversation " + conversationId + " cannot be read", e);
        }
    }
}
