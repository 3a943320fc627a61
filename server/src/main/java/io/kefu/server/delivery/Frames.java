package io.kefu.server.delivery;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.ReadTo;
import io.kefu.protocol.v1.ConversationHead;
import io.kefu.protocol.v1.ConversationUpdate;
import io.kefu.protocol.v1.Delivery;
import io.kefu.protocol.v1.DeliveryState;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Presence;
import io.kefu.protocol.v1.ReadMark;
import io.kefu.protocol.v1.Recipient;
import io.kefu.protocol.v1.Reset;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.TypingNotice;

/** The frames that delivery sends. */
public final class Frames {

    private Frames() {}

    /** Stands for a message that its reader may not see, so that a gap always means loss. */
    public static Message hidden(Message message) {
        return Message.newBuilder()
                .setConversationId(message.getConversationId())
                .setEpoch(message.getEpoch())
                .setSeq(message.getSeq())
                .setHidden(true)
                .build();
    }

    public static EncodedFrame message(Message message) {
        return EncodedFrame.of(ServerFrame.newBuilder().setMessage(message).build());
    }

    static EncodedFrame read(String conversationId, ReadTo mark) {
        return EncodedFrame.of(ServerFrame.newBuilder()
                .setRead(ReadMark.newBuilder()
                        .setConversationId(conversationId)
                        .setBy(mark.getBy())
                        .setSeq(mark.getSeq()))
                .build());
    }

    static EncodedFrame delivered(String conversationId, long seq, Recipient to) {
        return EncodedFrame.of(ServerFrame.newBuilder()
                .setDelivery(Delivery.newBuilder()
                        .setConversationId(conversationId)
                        .setSeq(seq)
                        .setTo(to)
                        .setState(DeliveryState.DELIVERY_STATE_DELIVERED))
                .build());
    }

    static EncodedFrame typing(String conversationId, Party by, String preview) {
        return EncodedFrame.of(ServerFrame.newBuilder()
                .setTyping(TypingNotice.newBuilder()
                        .setConversationId(conversationId)
                        .setBy(by)
                        .setPreview(preview))
                .build());
    }

    static EncodedFrame presence(Presence presence) {
        return EncodedFrame.of(ServerFrame.newBuilder().setPresence(presence).build());
    }

    public static EncodedFrame reset(ConversationSnapshot conversation) {
        return EncodedFrame.of(ServerFrame.newBuilder()
                .setReset(Reset.newBuilder()
                        .setConversationId(conversation.getConversationId())
                        .setEpoch(conversation.getEpoch())
                        .setLastSeq(conversation.getLastSeq()))
                .build());
    }

    /** A change as agents see it, or, without tags and the visitor's own name, as the visitor does. */
    static EncodedFrame update(ConversationSnapshot now, int queuePosition, boolean forAgents) {
        ConversationUpdate.Builder update = ConversationUpdate.newBuilder()
                .setConversationId(now.getConversationId())
                .setState(now.getState())
                .setGroup(now.getGroup())
                .setChannelId(now.getChannel())
                .setEpoch(now.getEpoch())
                .setLastSeq(now.getLastSeq());
        if (!now.getAgent().getId().isEmpty()) {
            update.setAgent(now.getAgent());
        }
        if (queuePosition > 0) {
            update.setQueuePosition(queuePosition);
        }
        if (forAgents) {
            update.setReason(now.getRequest().getReason())
                    .putAllTags(now.getTagsMap())
                    .setVisitor(visitor(now));
        }
        return EncodedFrame.of(ServerFrame.newBuilder().setConversation(update).build());
    }

    private static Party visitor(ConversationSnapshot conversation) {
        return Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_VISITOR)
                .setId(conversation.getVisitor().getId())
                .setName(conversation.getVisitor().getName())
                .build();
    }

    /** What {@code welcome} says of a conversation. */
    public static ConversationHead head(ConversationSnapshot conversation) {
        ConversationHead.Builder head = ConversationHead.newBuilder()
                .setConversationId(conversation.getConversationId())
                .setEpoch(conversation.getEpoch())
                .setLastSeq(conversation.getLastSeq())
                .setState(conversation.getState())
                .setChannelId(conversation.getChannel())
                .addAllRead(conversation.getReadList());
        if (!conversation.getAgent().getId().isEmpty()) {
            head.setAgent(conversation.getAgent());
        }
        return head.build();
    }

    static Recipient recipient(Subscriber subscriber) {
        return Recipient.newBuilder()
                .setKind(
                        subscriber.audience() instanceof Audience.VisitorAudience
                                ? PartyKind.PARTY_KIND_VISITOR
                                : PartyKind.PARTY_KIND_AGENT)
                .setId(subscriber.audience().id())
                .setDeviceId(subscriber.deviceId())
                .build();
    }
}
