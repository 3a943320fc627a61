package io.kefu.server.conversation;

import io.kefu.protocol.journal.v1.Visitor;
import io.kefu.protocol.v1.Event;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Send;
import java.util.ArrayList;
import java.util.List;

/** One conversation and everything that was ever decided about it. */
final class Scene {

    static final Visitor VISITOR =
            Visitor.newBuilder().setId("v1").setName("Wang").setLocale("zh-CN").build();
    static final Party ANN = agent("ann");
    static final Party BOB = agent("bob");
    static final Party BOT =
            Party.newBuilder().setKind(PartyKind.PARTY_KIND_BOT).setId("shop").build();

    final FixedSurroundings now = new FixedSurroundings();
    final ConversationState state = new ConversationState("c1");
    final List<Decision.Entry> journal = new ArrayList<>();
    final List<Long> times = new ArrayList<>();
    private int ids;

    static Party agent(String id) {
        return Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_AGENT)
                .setId(id)
                .setName(id)
                .build();
    }

    Decision decide(ConversationEvent event) {
        Decision decision = Conversation.decide(state, event, now);
        decision.entries().forEach(entry -> {
            journal.add(entry);
            times.add(now.now);
        });
        return decision;
    }

    Decision visitorSays(String text) {
        return visitorSends(text(text).build(), false);
    }

    Decision visitorSends(Send send, boolean reopens) {
        return decide(new ConversationEvent.Post(visitor(), send, "web", VISITOR, reopens));
    }

    Decision visitorEvent(String name) {
        return visitorSends(
                text("").setMessageType(MessageType.MESSAGE_TYPE_EVENT)
                        .setEvent(Event.newBuilder().setName(name))
                        .build(),
                true);
    }

    Decision agentSays(Party agent, String text) {
        return decide(new ConversationEvent.Post(agent, text(text).build(), "", null, false));
    }

    Decision agentAnswers(Party agent, String text) {
        return decide(new ConversationEvent.Answer(
                new ConversationEvent.Post(agent, text(text).build(), "", null, false), "support"));
    }

    Decision botSays(String text) {
        return decide(new ConversationEvent.Post(BOT, text(text).build(), "", null, false));
    }

    Decision botAnswers(long question, String text) {
        return decide(new ConversationEvent.Post(
                BOT, text(text).setReplyToSeq(question).build(), "", null, false));
    }

    Decision granted(Party agent) {
        return decide(
                new ConversationEvent.Granted(state.group(), state.request().getRequest(), agent));
    }

    Send.Builder text(String text) {
        return Send.newBuilder()
                .setClientMsgId("m" + ++ids)
                .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                .setText(text);
    }

    static Party visitor() {
        return Party.newBuilder()
                .setKind(PartyKind.PARTY_KIND_VISITOR)
                .setId("v1")
                .setName("Wang")
                .build();
    }

    /** The state that the journal alone gives. */
    ConversationState folded() {
        ConversationState folded = new ConversationState("c1");
        for (int i = 0; i < journal.size(); i++) {
            switch (journal.get(i)) {
                case Decision.NewMessage message -> folded.apply(message.body());
                case Decision.NewFact fact -> folded.apply(fact.body(), times.get(i));
            }
        }
        return folded;
    }
}
