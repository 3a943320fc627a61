package io.kefu.server.gateway;

import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.protocol.v1.Resume;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.Welcome;
import io.kefu.server.delivery.Audience;
import io.kefu.server.delivery.Frames;
import io.kefu.server.delivery.Subscription;
import io.kefu.server.intake.Intake;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a good hello to live: welcome, then what the client lacks, then what comes. */
final class Welcoming {

    private static final Logger log = LoggerFactory.getLogger(Welcoming.class);

    /** Conversations that welcome tells an agent of; the rest is read by REST. */
    static final int MOST_OF_AGENT = 500;

    static final int MOST_OF_VISITOR = 5;

    /** What a resumed conversation may lack before a reset is cheaper for all. */
    static final int MOST_REPLAYED = 500;

    static final int MOST_REPLAYED_BYTES = 128 * 1024;
    private static final int MOST_RESUMED = 1_000;

    /** Of a visitor's, those that are no longer in memory: each is looked up on a disk, and anyone can be a visitor. */
    static final int MOST_LOOKED_UP_FOR_VISITOR = 20;

    private static final int PAGE = 100;
    /** A replay goes on when no more than this waits for the client: two conversations' at once would be too much. */
    static final int MOST_QUEUED = 64 * 1024;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final ClientSession session;
    private final SessionServices services;
    private final Hello hello;
    private final Map<String, ConversationSnapshot> stored = new LinkedHashMap<>();
    private final Map<String, ConversationSnapshot> resumed = new HashMap<>();

    /** A conversation of which the client has less than there is. */
    private record Lacking(ConversationSnapshot conversation, long from) {}

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
        lookUp();
        services.delivery().register(session, this::welcome);
    }

    /** What is to be resumed and not in memory. */
    private void lookUp() {
        long most = session.audience() instanceof Audience.VisitorAudience ? MOST_LOOKED_UP_FOR_VISITOR : MOST_RESUMED;
        resumes()
                .map(Resume::getConversationId)
                .distinct()
                .filter(id -> services.views().here(id).isEmpty())
                .limit(most)
                .forEach(id -> lookedUp(id).ifPresent(found -> resumed.put(id, found)));
    }

    /** Empty also while nobody can tell: the client then keeps what it has of it, and is greeted all the same. */
    private Optional<ConversationSnapshot> lookedUp(String id) {
        try {
            return services.views().find(id);
        } catch (RuntimeException e) {
            log.warn(
                    "connection={} conversation_id={} cannot be looked up, and is not resumed",
                    session.connectionId(),
                    id,
                    e);
            return Optional.empty();
        }
    }

    private Stream<Resume> resumes() {
        return session.hasScope("conversations:read")
                ? hello.getResumeList().stream().limit(MOST_RESUMED)
                : Stream.empty();
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
        Collection<Lacking> lacking = resume(subscription);
        if (!lacking.isEmpty()) {
            services.workers().execute(() -> lacking.forEach(one -> replayOrReset(subscription, one, 0)));
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
            case Audience.AgentAudience agent ->
                newest(
                        services.roster().member(agent.id()).stream()
                                .flatMap(services.views()::openTo)
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

    /** Marks what must be replayed, resets what cannot be. */
    private Collection<Lacking> resume(Subscription subscription) {
        Map<String, Lacking> lacking = new LinkedHashMap<>();
        resumes()
                .forEach(resume -> conversation(resume.getConversationId())
                        .filter(conversation -> services.visibility().sees(session.audience(), conversation))
                        .ifPresent(conversation -> resume(subscription, resume, conversation, lacking)));
        return lacking.values();
    }

    /** Never reads a disk; as it is now, or as it was when it was looked up and nothing changed it since. */
    private Optional<ConversationSnapshot> conversation(String id) {
        return services.views().here(id).or(() -> Optional.ofNullable(resumed.get(id)));
    }

    private void resume(
            Subscription subscription, Resume resume, ConversationSnapshot conversation, Map<String, Lacking> lacking) {
        long missing = conversation.getLastSeq() - resume.getLastSeq();
        boolean known = resume.getEpoch().equals(conversation.getEpoch()) && resume.getLastSeq() >= 0 && missing >= 0;
        if (!known || missing > MOST_REPLAYED) {
            session.connection().send(Frames.reset(conversation));
        } else if (missing > 0) {
            subscription.replay(conversation.getConversationId());
            lacking.put(conversation.getConversationId(), new Lacking(conversation, resume.getLastSeq()));
        }
    }

    /** On a thread that may wait. Whatever happens, the client either catches up or is told that it has not. */
    private void replayOrReset(Subscription subscription, Lacking lacking, int bytesBefore) {
        try {
            replay(subscription, lacking, bytesBefore);
        } catch (RuntimeException e) {
            log.warn(
                    "connection={} conversation_id={} a replay failed; the client is told to read it by REST",
                    session.connectionId(),
                    lacking.conversation().getConversationId(),
                    e);
            services.delivery().reset(subscription, lacking.conversation());
        }
    }

    private void replay(Subscription subscription, Lacking lacking, int bytesBefore) {
        ConversationSnapshot conversation = lacking.conversation();
        long seq = lacking.from();
        int bytes = bytesBefore;
        while (seq < conversation.getLastSeq()) {
            boolean room = awaitRoom();
            if (session.closed()) {
                return; // nobody is left to catch up
            }
            List<Message> page =
                    room ? services.replays().after(conversation, seq, PAGE, session.audience()) : List.of();
            bytes += page.stream().mapToInt(Message::getSerializedSize).sum();
            if (page.isEmpty() || bytes > MOST_REPLAYED_BYTES) {
                services.delivery().reset(subscription, conversation);
                return;
            }
            page.forEach(message -> session.connection().send(Frames.message(message)));
            seq = page.getLast().getSeq();
        }
        long reached = seq;
        int sent = bytes;
        services.delivery()
                .caughtUp(
                        subscription,
                        conversation.getConversationId(),
                        reached,
                        now -> services.workers()
                                .execute(() -> replayOrReset(subscription, new Lacking(now, reached), sent)));
    }

    /** False when the client has not read what it was sent within a good while. */
    private boolean awaitRoom() {
        long deadline = System.nanoTime() + LONGEST_PAUSE.toNanos();
        try {
            while (session.connection().queuedBytes() > MOST_QUEUED && !session.closed()) {
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(5); // polls a condition up to a deadline
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }
}
