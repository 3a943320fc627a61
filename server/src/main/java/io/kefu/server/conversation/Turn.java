package io.kefu.server.conversation;

import com.google.protobuf.Timestamp;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.Send;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One decision in the making: what is written is applied to the state at once, so that what follows builds on it. */
final class Turn {

    private final ConversationState state;
    private final Surroundings now;
    private final List<Decision.Entry> entries = new ArrayList<>(2);
    private final List<Effect> effects = new ArrayList<>(1);

    Turn(ConversationState state, Surroundings now) {
        this.state = state;
        this.now = now;
    }

    Surroundings now() {
        return now;
    }

    ConversationState state() {
        return state;
    }

    void write(Fact.Builder fact) {
        Fact built = fact.build();
        entries.add(new Decision.NewFact(built));
        state.apply(built, now.nowMillis());
    }

    long write(Party author, Send send) {
        long seq = state.lastSeq() + 1;
        Message.Builder message = Message.newBuilder()
                .setConversationId(state.id())
                .setEpoch(state.epoch())
                .setSeq(seq)
                .setMessageId(messageId(state.id(), seq))
                .setClientMsgId(send.getClientMsgId())
                .setChannelId(state.channel())
                .setAuthor(author)
                .setMessageType(send.getMessageType())
                .setText(send.getText())
                .setTargetSeq(send.getTargetSeq())
                .setReplyToSeq(send.getReplyToSeq())
                .setPrivate(send.getPrivate())
                .setSentAt(timestamp(now.nowMillis()));
        if (send.hasFile()) {
            message.setFile(send.getFile());
        }
        if (send.hasCard()) {
            message.setCard(send.getCard());
        }
        if (send.hasEvent()) {
            message.setEvent(send.getEvent());
        }
        Message built = message.build();
        entries.add(new Decision.NewMessage(built));
        state.apply(built);
        return seq;
    }

    /** Tells both sides in the conversation itself, in the visitor's language where a client has no own wording. */
    void announce(String name, Map<String, String> data) {
        Event event = Event.newBuilder().setName(name).putAllData(data).build();
        write(
                ConversationEvent.system(),
                Send.newBuilder()
                        .setMessageType(MessageType.MESSAGE_TYPE_EVENT)
                        .setEvent(event)
                        .setText(Wording.of(event, state.visitor().getLocale()))
                        .build());
    }

    void then(Effect effect) {
        effects.add(effect);
    }

    Decision done() {
        return with(new Outcome.Done());
    }

    Decision with(Outcome outcome) {
        return new Decision(entries, effects, outcome);
    }

    /** Unique, as the conversation's id has 128 random bits; the same for a resend, as its number is. */
    static String messageId(String conversationId, long seq) {
        return conversationId + "." + seq;
    }

    static Timestamp timestamp(long millis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1000L))
                .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000)
                .build();
    }
}
