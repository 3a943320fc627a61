package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.RecentMessage;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;

/** Who wrote the last {@value #MOST} messages, for whatever refers back to one: recall, edit, reply, a button. */
final class RecentMessages {

    static final int MOST = 256;

    private final ArrayDeque<RecentMessage> messages = new ArrayDeque<>();

    void add(Message message, long atMillis) {
        messages.addLast(RecentMessage.newBuilder()
                .setSeq(message.getSeq())
                .setAuthorKind(message.getAuthor().getKind())
                .setAuthorId(message.getAuthor().getId())
                .setAtMs(atMillis)
                .setType(message.getMessageType())
                .setPrivate(message.getPrivate())
                .setTargetSeq(message.getTargetSeq())
                .build());
        if (messages.size() > MOST) {
            messages.removeFirst();
        }
    }

    Optional<RecentMessage> find(long seq) {
        return messages.stream().filter(message -> message.getSeq() == seq).findFirst();
    }

    boolean recalled(long seq) {
        return messages.stream()
                .anyMatch(message ->
                        message.getType() == MessageType.MESSAGE_TYPE_RECALL && message.getTargetSeq() == seq);
    }

    Collection<RecentMessage> snapshot() {
        return messages;
    }

    void restore(Collection<RecentMessage> all) {
        messages.addAll(all);
    }
}
