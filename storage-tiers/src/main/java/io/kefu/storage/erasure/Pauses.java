package io.kefu.storage.erasure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long erasures that failed are left alone: twice as long each time, up to {@value #LONGEST} times the first pause, since
 * an attempt walks through the whole journal. In memory: after a start each is tried soon. Any thread.
 */
final class Pauses {
    private static final int LONGEST = 32;

    private final Duration first;
    private final Map<String, Pause> pauses = new ConcurrentHashMap<>();

    private record Pause(Duration length, long endNanos) {}

    Pauses(Duration first) {
        this.first = first;
    }

    boolean isOver(String erasure) {
        Pause pause = pauses.get(erasure);
        return pause == null || System.nanoTime() - pause.endNanos() >= 0;
    }

    /** Begins the next pause; how long it is. */
    Duration failed(String erasure) {
        return pauses.compute(erasure, (_, last) -> pause(last == null ? first : twice(last.length())))
                .length();
    }

    private Duration twice(Duration length) {
        Duration longest = first.multipliedBy(LONGEST);
        return length.compareTo(longest) < 0 ? length.multipliedBy(2) : longest;
    }

    private static Pause pause(Duration length) {
        return new Pause(length, System.nanoTime() + length.toNanos());
    }

    void end(String erasure) {
        pauses.remove(erasure);
    }

    void endAll() {
        pauses.clear();
    }
}
