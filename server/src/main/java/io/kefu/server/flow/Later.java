package io.kefu.server.flow;

import java.util.ArrayDeque;
import java.util.Collection;

/** Commands that nobody waits for and that a failing disk kept from being decided: each is tried again after a while. */
final class Later {

    static final long DELAY_MILLIS = 1_000;

    /** As many as may wait at the door; what is beyond is asked again at the next start. */
    static final int MOST = Flow.MOST_WAITING;

    private record Due(Command command, long atMillis) {}

    private final ArrayDeque<Due> waiting = new ArrayDeque<>();

    /** Whether there was room. */
    boolean add(Command command, long nowMillis) {
        return waiting.size() < MOST && waiting.add(new Due(command, nowMillis + DELAY_MILLIS));
    }

    void moveDue(long nowMillis, Collection<Command> to) {
        while (!waiting.isEmpty() && waiting.peek().atMillis() <= nowMillis) {
            to.add(waiting.poll().command());
        }
    }
}
