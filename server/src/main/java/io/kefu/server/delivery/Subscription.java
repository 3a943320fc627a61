package io.kefu.server.delivery;

import java.util.HashSet;
import java.util.Set;

/**
 * A subscriber with what it still lacks. A conversation that is being replayed gets nothing live until the replay has
 * reached what is live: so the order holds, and no live frame has to be kept. Owned by the delivery thread.
 */
public final class Subscription {

    private final Subscriber subscriber;
    private Set<String> replaying = Set.of(); // a set of its own only while there is something in it
    private boolean ended;

    Subscription(Subscriber subscriber) {
        this.subscriber = subscriber;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** On the delivery thread: nothing live of this conversation until its replay has caught up. */
    public void replay(String conversationId) {
        if (replaying.isEmpty()) {
            replaying = new HashSet<>();
        }
        replaying.add(conversationId);
    }

    boolean live(String conversationId) {
        return !replaying.contains(conversationId);
    }

    void goLive(String conversationId) {
        if (replaying.contains(conversationId)) {
            replaying.remove(conversationId);
            replaying = replaying.isEmpty() ? Set.of() : replaying;
        }
    }
}
