package io.kefu.server.delivery;

import java.util.HashMap;
import java.util.Map;

/**
 * A subscriber with what it still lacks. A conversation that is being replayed gets nothing live until the replay has
 * reached what is live: so the order holds, and no live frame has to be kept. Owned by the delivery thread.
 */
public final class Subscription {

    private final Subscriber subscriber;
    private final Map<String, Long> replaying = new HashMap<>();

    Subscription(Subscriber subscriber) {
        this.subscriber = subscriber;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    void replay(String conversationId, long from) {
        replaying.put(conversationId, from);
    }

    boolean live(String conversationId) {
        return replaying.isEmpty() || !replaying.containsKey(conversationId);
    }

    void goLive(String conversationId) {
        replaying.remove(conversationId);
    }
}
