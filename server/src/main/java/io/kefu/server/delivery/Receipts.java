package io.kefu.server.delivery;

import io.kefu.protocol.EncodedFrame;
import io.kefu.server.flow.Committed.MessageItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * Tells the author's side that a message reached the other side's device. Receipts are cumulative and nobody's eye is
 * quick, so they gather for {@value #GATHER_MILLIS} ms: of each conversation and side the highest is said. Owned by the
 * delivery thread but for the callbacks and {@link #delivered}.
 */
final class Receipts {

    private static final long GATHER_MILLIS = 50;

    /** Conversations whose highest receipt is remembered, so that none is said twice. */
    private static final int MOST_REMEMBERED = 20_000;

    private record Side(String conversationId, boolean visitor) {}

    private record Reached(long seq, Subscriber by) {}

    private final Views views;
    private final Subscriptions subscriptions;
    private final Map<Side, Reached> fresh = new ConcurrentHashMap<>();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private final LinkedHashMap<Side, Long> said = new LinkedHashMap<>();
    private long dueAt; // while some gather, and this thread knows; else 0

    Receipts(Views views, Subscriptions subscriptions) {
        this.views = views;
        this.subscriptions = subscriptions;
    }

    LongConsumer of(Subscription to, MessageItem item, Delivery delivery) {
        return nanos -> delivery.written(item, to.subscriber(), nanos);
    }

    /** Any thread. True for the first since the last were said: the delivery thread is to be woken. */
    boolean delivered(MessageItem item, Subscriber to) {
        Side side = new Side(item.conversationId(), to.audience() instanceof Audience.VisitorAudience);
        Reached reached = new Reached(item.message().getSeq(), to);
        fresh.merge(side, reached, (a, b) -> a.seq() >= b.seq() ? a : b);
        return !gathering.get() && gathering.compareAndSet(false, true);
    }

    /** How long the thread may wait for other things to do. */
    long wait(long most, long now) {
        return dueAt == 0 ? most : Math.clamp(dueAt - now, 0, most);
    }

    /** Says them when they have gathered long enough. */
    void tick(long now) {
        if (dueAt == 0 && gathering.get()) {
            dueAt = (now + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS)) | 1;
        } else if (dueAt != 0 && now - dueAt >= 0) {
            flush();
        }
    }

    void flush() {
        dueAt = 0;
        gathering.set(false);
        for (Side side : List.copyOf(fresh.keySet())) {
            Reached reached = fresh.remove(side);
            if (reached != null && reached.seq() > said.getOrDefault(side, 0L)) {
                say(side, reached);
            }
        }
    }

    private void say(Side side, Reached reached) {
        said.putLast(side, reached.seq());
        if (said.size() > MOST_REMEMBERED) {
            said.pollFirstEntry();
        }
        views.here(side.conversationId()).ifPresent(conversation -> {
            EncodedFrame frame = Frames.delivered(side.conversationId(), reached.seq(), Frames.recipient(reached.by()));
            (side.visitor()
                            ? subscriptions.agentsSeeing(conversation)
                            : subscriptions.visitor(conversation.getVisitor().getId()))
                    .forEach(to -> to.subscriber().send(frame, null));
        });
    }
}
