package io.kefu.server.gateway;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Welcome;
import io.kefu.server.conversation.Phases;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Frames;
import io.kefu.server.delivery.Subscription;
import io.kefu.server.intake.Intake;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From a good hello to live: welcome, then what the client lacks, then what comes. */
final class Welcoming {

    /** Conversations that welcome tells an agent of; the rest is read by REST. */
    static final int MOST_OF_AGENT = 500;

    static final int MOST_OF_VISITOR = 5;

    /** What a resumed conversation may lack before a reset is cheaper for all. */
    static final int MOST_REPLAYED = 500;

    static final int MOST_REPLAYED_BYTES = 128 * 1024;
    private static final int MOST_RESUMED = 1_000;
    private static final int PAGE = 100;

    private final ClientSession session;
    private final SessionServices services;
    private final Hello hello;
    private final Map<String, ConversationSnapshot> stored = new LinkedHashMap<>();

    Welcoming(ClientSession session, SessionServices services, Hello hello) {
        this.session = session;
        this.services = services;
        this.hello = hello;
    }

    /** On the reader's thread: what needs a disk is looked up before the delivery thread is asked. */
    void start() {
        if (session.audience() instanceof Audience.VisitorAudience visitor) {
            services.replays()
                    .ofVisitor(visitor.id(), MOST_OF_VISITOR)
                    .forEach(conversation -> stored.put(conversation.getConversationId(), conversation));
            services.intake().describe(visitor.id());
        }
        services.delivery().register(session, this::welcome);
    }

    /** On the delivery thread: nothing live comes before it, nothing after it is missed. */
    private void welcome(Subscription subscription) {
        session.subscribed(subscription);
        Collection<ConversationSnapshot> known = conversations();
        Welcome.Builder welcome = Welcome.newBuilder()
                .setConnectionId(session.connectionId())
                .setSelf(self())
                .setHeartbeatIntervalMs(services.heartbeat().toMillis())
                .setServerTime(SessionFrames.timestamp(services.clock().millis()));
        known.forEach(conversation -> welcome.addConversations(Frames.head(conversation)));
        session.connection().send(SessionFrames.frame(ServerFrame.newBuilder().setWelcome(welcome)));
        Map<String, Long> lacking = resume(subscription);
        if (!lacking.isEmpty()) {
            services.workers().execute(() -> lacking.forEach((id, seq) -> replay(subscription, id, seq, 0)));
        }
        if (session.audience() instanceof Audience.AgentAudience) {
            services.roster().members().stream()
                    .map(services.presence()::presence)
                    .forEach(presence -> session.connection()
                            .sendDroppable(
                                    SessionFrames.frame(ServerFrame.newBuilder().setPresence(presence))));
        }
    }

    private Collection<ConversationSnapshot> conversations() {
        return switch (session.audience()) {
            case Audience.VisitorAudience visitor -> {
                services.views()
                        .ofVisitor(visitor.id())
                        .forEach(conversation -> stored.put(conversation.getConversationId(), conversation));
                yield newest(stored.values(), MOST_OF_VISITOR);
            }
            case Audience.AgentAudience _ ->
                newest(
                        services.views().all().stream()
                                .filter(conversation -> conversation.getState() != Phases.CLOSED)
                                .filter(conversation -> services.visibility().sees(session.audience(), conversation))
                                .toList(),
                        MOST_OF_AGENT);
            case Audience.KeyAudience _ -> List.of();
        };
    }

    private static List<ConversationSnapshot> newest(Collection<ConversationSnapshot> all, int most) {
        return all.stream()
                .sorted(Comparator.comparingLong(ConversationSnapshot::getUpdatedMs)
                        .reversed())
                .limit(most)
                .toList();
    }

    private Party self() {
        return switch (session.audience()) {
            case Audience.VisitorAudience visitor ->
                Party.newBuilder()
                        .setKind(PartyKind.PARTY_KIND_VISITOR)
                        .setId(visitor.id())
                        .build();
            case Audience.AgentAudience agent ->
                services.roster()
                        .member(agent.id())
                        .map(Intake::party)
                        .orElse(Party.newBuilder().setId(agent.id()).build());
            case Audience.KeyAudience key ->
                Party.newBuilder()
                        .setKind(PartyKind.PARTY_KIND_BOT)
                        .setId("key:" + key.id())
                        .setName(key.name())
                        .build();
        };
    }

    /** Marks what must be replayed, resets what cannot be; gives each conversation's last number that the client has. */
    private Map<String, Long> resume(Subscription subscription) {
        Map<String, Long> lacking = new LinkedHashMap<>();
        boolean mayRead = session.hasScope("conversations:read");
        for (Resume resume : mayRead ? limited(hello.getResumeList()) : List.<Resume>of()) {
            services.views()
                    .find(resume.getConversationId())
                    .filter(conversation -> services.visibility().sees(session.audience(), conversation))
                    .ifPresent(conversation -> resume(subscription, resume, conversation, lacking));
        }
        return lacking;
    }

    private static List<Resume> limited(List<Resume> all) {
        return all.subList(0, Math.min(all.size(), MOST_RESUMED));
    }

    private void resume(
            Subscription subscription, Resume resume, ConversationSnapshot conversation, Map<String, Long> lacking) {
        long missing = conversation.getLastSeq() - resume.getLastSeq();
        boolean known = resume.getEpoch().equals(conversation.getEpoch()) && resume.getLastSeq() >= 0 && missing >= 0;
        if (!known || missing > MOST_REPLAYED) {
            session.connection().send(Frames.reset(conversation));
        } else if (missing > 0) {
            subscription.replay(conversation.getConversationId());
            lacking.put(conversation.getConversationId(), resume.getLastSeq());
        }
    }

    /** On a thread that may wait. */
    private void replay(Subscription subscription, String conversationId, long from, int bytesBefore) {
        long seq = from;
        int bytes = bytesBefore;
        ConversationSnapshot conversation =
                services.views().find(conversationId).orElseThrow();
        while (seq < conversation.getLastSeq() && !session.closed()) {
            List<Message> page = services.replays().after(conversation, seq, PAGE, session.audience());
            if (page.isEmpty() || bytes > MOST_REPLAYED_BYTES) {
                giveUp(subscription, conversation);
                return;
            }
            for (Message message : page) {
                session.connection().send(Frames.message(message));
                bytes += message.getSerializedSize();
            }
            seq = page.getLast().getSeq();
        }
        long reached = seq;
        int sent = bytes;
        services.delivery()
                .caughtUp(
                        subscription,
                        conversationId,
                        reached,
                        last -> services.workers().execute(() -> replay(subscription, conversationId, reached, sent)));
    }

    private void giveUp(Subscription subscription, ConversationSnapshot conversation) {
        services.delivery().reset(subscription, conversation.getConversationId());
    }
}
