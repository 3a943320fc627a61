package io.kefu.server.delivery;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.Recipient;
import io.kefu.server.flow.Committed.MessageItem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Tells the author's side that a message reached the other side's device. Receipts are cumulative, so those of one turn
 * are said at once: of each conversation and side the highest. Owned by the delivery thread but for the callbacks.
 */
final class Receipts {

    /** Conversations whose highest receipt is remembered, so that none is said twice. */
    private static final int MOST_REMEMBERED = 20_000;

    private record Side(String conversationId, boolean visitor) {}

    private record Reached(long seq, Recipient by) {}

    private final Views views;
    private final Subscriptions subscriptions;
    private final Map<Side, Reached> fresh = new HashMap<>();
    private final LinkedHashMap<Side, Long> said = new LinkedHashMap<>();

    Receipts(Views views, Subscriptions subscriptions) {
        this.views = views;
        this.subscriptions = subscriptions;
    }

    LongConsumer of(Subscription to, MessageItem item, Delivery delivery) {
        return nanos -> delivery.written(item, to.subscriber(), nanos);
    }

    void delivered(MessageItem item, Subscriber to) {
        Side side = new Side(item.conversationId(), to.audience() instanceof Audience.VisitorAudience);
        long seq = item.message().getSeq();
        if (seq > said.getOrDefault(side, 0L)) {
            fresh.merge(side, new Reached(seq, Frames.recipient(to)), (a, b) -> a.seq() >= b.seq() ? a : b);
        }
    }

    void flush() {
        if (!fresh.isEmpty()) {
            fresh.forEach(this::say);
            fresh.clear();
        }
    }

    private void say(Side side, Reached reached) {
        said.putLast(side, reached.seq());
        if (said.size() > MOST_REMEMBERED) {
            said.pollFirstEntry();
        }
        views.here(side.conversationId()).ifPresent(conversation -> {
            EncodedFrame frame = Frames.delivered(side.conversationId(), reached.seq(), reached.by());
            (side.visitor()
                            ? subscriptions.agentsSeeing(conversation)
                            : subscriptions.visitor(conversation.getVisitor().getId()))
                    .forEach(to -> to.subscriber().send(frame, null));
        });
    }
}
