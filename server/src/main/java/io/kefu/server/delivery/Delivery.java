package io.kefu.server.delivery;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.journal.v1.ConversationSnapshot;
import io.kefu.protocol.journal.v1.Fact;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Party;
import io.kefu.protocol.v1.PartyKind;
import io.kefu.server.flow.Committed;
import io.kefu.server.routing.LedgerEffect;
import io.kefu.server.thread.PromptThread;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever must know of what is durable. One thread does it all in the order of the journal: answers first, then
 * messages, then changed states. It never waits for a socket; when it falls behind, the flow waits for it.
 */
public final class Delivery implements Committed.Listener, AutoCloseable {

    /** Batches and other tasks that may wait. */
    public static final int MOST_WAITING = 4_096;

    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long WARN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Subscriptions subscriptions;
    private final Receipts receipts;
    private final Views views;
    private final Consumer<Committed.PendingEffect> effects;
    private final DeliveryMeters meters;
    private final Consumer<Runnable> together;
    private final Thread thread;
    private final AtomicLong warned = new AtomicLong(System.nanoTime() - WARN_NANOS);
    private volatile boolean running = true;

    /** @param effects gets what is to be done outside, after its commit; must not block */
    public Delivery(Views views, Roster roster, Consumer<Committed.PendingEffect> effects, DeliveryMeters meters) {
        this(views, roster, effects, meters, Runnable::run);
    }

    /** The same, where {@code together} runs what sends, so that what is sent by it leaves together. */
    public Delivery(
            Views views,
            Roster roster,
            Consumer<Committed.PendingEffect> effects,
            DeliveryMeters meters,
            Consumer<Runnable> together) {
        this.together = together;
        this.views = views;
        this.subscriptions = new Subscriptions(roster);
        this.receipts = new Receipts(views, subscriptions);
        this.effects = effects;
        this.meters = meters;
        this.thread = PromptThread.unstarted("delivery", this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void committed(Committed batch) {
        put(() -> deliver(batch));
    }

    /**
     * Adds a subscriber; {@code registered} runs on the delivery thread at the very point from which on it hears
     * everything, so that what it looks up and sends there is neither old nor out of order.
     */
    public void register(Subscriber subscriber, Consumer<Subscription> registered) {
        put(() -> registered.accept(subscriptions.add(subscriber)));
    }

    public void unregister(Subscription subscription) {
        put(() -> subscriptions.remove(subscription));
    }

    /**
     * A replay has sent everything up to {@code seq}: live from now on if that is all, else {@code more} gets the
     * conversation as it is now. Nothing is done for whoever has left.
     */
    public void caughtUp(
            Subscription subscription, String conversationId, long seq, Consumer<ConversationSnapshot> more) {
        put(() -> {
            if (subscription.ended()) {
                return;
            }
            Optional<ConversationSnapshot> newer = views.here(conversationId).filter(now -> now.getLastSeq() > seq);
            newer.ifPresentOrElse(more, () -> subscription.goLive(conversationId));
        });
    }

    /**
     * A replay is given up: the client is told to read the conversation elsewhere, and gets what is live.
     *
     * @param known the conversation as it was last seen, should it not be in memory
     */
    public void reset(Subscription subscription, ConversationSnapshot known) {
        put(() -> {
            String id = known.getConversationId();
            subscription.goLive(id);
            subscription.subscriber().send(Frames.reset(views.here(id).orElse(known)), null);
        });
    }

    /** Someone types. Never stored, and dropped where there is too much. */
    public void typing(ConversationSnapshot conversation, Party by, String preview, String origin) {
        EncodedFrame frame = Frames.typing(conversation.getConversationId(), by, preview);
        put(() -> {
            Collection<Subscription> audience = by.getKind() == PartyKind.PARTY_KIND_VISITOR
                    ? subscriptions.agentsSeeing(conversation)
                    : subscriptions.everyone(conversation);
            audience.stream()
                    .filter(to -> !to.subscriber().connectionId().equals(origin))
                    .forEach(to -> to.subscriber().sendDroppable(frame));
        });
    }

    /** Conversations that were erased are looked at no more. */
    public void forget(Set<String> conversationIds) {
        put(() -> views.forget(conversationIds));
    }

    /** Tasks that wait, of at most {@value #MOST_WAITING}. */
    public int waiting() {
        return tasks.size();
    }

    /** Whether it still delivers; false before its start, and after an error that ended it. */
    public boolean alive() {
        return thread.isAlive();
    }

    private void put(Runnable task) {
        if (Thread.currentThread().equals(thread)) {
            task.run(); // waiting for itself it would never end
            return;
        }
        try {
            while (running && !tasks.offer(task, 1, TimeUnit.SECONDS)) {
                warn(System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Thousands may wait at once: one of them says so, once a second. */
    private void warn(long now) {
        long before = warned.get();
        if (now - before > WARN_NANOS && warned.compareAndSet(before, now)) {
            log.warn("Delivery is a full queue behind: {} tasks wait", tasks.size());
        }
    }

    private void run() {
        while (running || !tasks.isEmpty()) {
            try {
                Runnable task = tasks.poll(receipts.wait(LONGEST_WAIT, System.nanoTime()), TimeUnit.NANOSECONDS);
                if (task != null) {
                    task.run();
                }
                together.accept(() -> receipts.tick(System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.error("A delivery failed; those concerned catch up when they resume", e);
            }
        }
        receipts.flush();
    }

    private void deliver(Committed batch) {
        Map<String, ConversationSnapshot> before = new HashMap<>();
        batch.summaries().forEach((id, now) -> before.put(id, views.put(now)));
        batch.ledgers().forEach(views::put);
        together.accept(() -> batch.answers().forEach(Delivery::answer)); // they wait for no broadcast
        together.accept(() -> tell(batch, before));
        batch.effects().forEach(effects);
        batch.ledgers().keySet().forEach(meters::ledgerChanged);
    }

    private void tell(Committed batch, Map<String, ConversationSnapshot> before) {
        batch.items().forEach(item -> deliver(item, batch.summaries().get(item.conversationId())));
        batch.summaries().forEach((id, now) -> deliverChange(before.get(id), now));
        batch.positions().forEach(this::deliverPosition);
    }

    private static void answer(Committed.Answer answer) {
        try {
            answer.to().accept(answer.outcome());
        } catch (RuntimeException e) {
            log.error("An answer could not be handed over", e);
        }
    }

    private void deliver(Committed.Item item, ConversationSnapshot conversation) {
        switch (item) {
            case Committed.MessageItem message -> deliverMessage(message, conversation);
            case Committed.FactItem fact -> deliverFact(fact, conversation);
        }
    }

    private void deliverMessage(Committed.MessageItem item, ConversationSnapshot conversation) {
        Message message = item.message();
        meters.message(message);
        EncodedFrame frame = EncodedFrame.ofMessage(item.body());
        EncodedFrame visitorFrame = message.getPrivate() ? Frames.message(Frames.hidden(message)) : frame;
        boolean fromVisitor = message.getAuthor().getKind() == PartyKind.PARTY_KIND_VISITOR;
        boolean toVisitor =
                !fromVisitor && !message.getPrivate(); // a note is not for it: what it gets says only that one is
        for (Subscription to : subscriptions.visitor(conversation.getVisitor().getId())) {
            send(to, visitorFrame, item, toVisitor ? receipts.of(to, item, this) : null);
        }
        for (Subscription to : subscriptions.agentsSeeing(conversation)) {
            send(to, frame, item, fromVisitor ? receipts.of(to, item, this) : null);
        }
    }

    private static void send(Subscription to, EncodedFrame frame, Committed.MessageItem item, LongConsumer written) {
        boolean sender =
                !item.origin().isEmpty() && to.subscriber().connectionId().equals(item.origin());
        if (!sender && to.live(item.conversationId())) {
            to.subscriber().send(frame, written);
        }
    }

    /** The kernel has a message for the other side; called by the receipts from whatever thread wrote it. */
    void written(Committed.MessageItem item, Subscriber to, long nanos) {
        meters.delivered(item.message(), item.receivedNanos(), nanos);
        if (receipts.delivered(item, to)) {
            tasks.offer(() -> {}); // wakes it; where the queue is full it is awake
        }
    }

    private void deliverFact(Committed.FactItem item, ConversationSnapshot conversation) {
        if (item.fact().getFactCase() == Fact.FactCase.READ_TO) {
            EncodedFrame frame = Frames.read(item.conversationId(), item.fact().getReadTo());
            subscriptions.everyone(conversation).forEach(to -> to.subscriber().send(frame, null));
        }
    }

    private void deliverChange(ConversationSnapshot before, ConversationSnapshot now) {
        meters.changed(before, now);
        if (before == null || !sameOutside(before, now)) {
            int position = views.queuePosition(now.getConversationId());
            tell(subscriptions.visitor(now.getVisitor().getId()), Frames.update(now, position, false));
            tell(subscriptions.agentsSeeingEither(before, now), Frames.update(now, position, true));
        }
    }

    private static boolean sameOutside(ConversationSnapshot a, ConversationSnapshot b) {
        return a.getState() == b.getState()
                && a.getGroup().equals(b.getGroup())
                && a.getAgent().equals(b.getAgent())
                && a.getTagsMap().equals(b.getTagsMap())
                && a.getVisitor().equals(b.getVisitor())
                && a.getRating().equals(b.getRating());
    }

    private void deliverPosition(LedgerEffect.Position moved) {
        views.position(moved.conversationId(), moved.position());
        views.here(moved.conversationId()).ifPresent(now -> {
            tell(subscriptions.visitor(now.getVisitor().getId()), Frames.update(now, moved.position(), false));
            tell(subscriptions.agentsSeeing(now), Frames.update(now, moved.position(), true));
        });
    }

    private static void tell(Collection<Subscription> audience, EncodedFrame frame) {
        audience.forEach(to -> to.subscriber().send(frame, null));
    }

    /** Delivers what was committed, then stops. */
    @Override
    public void close() {
        running = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
