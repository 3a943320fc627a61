package io.kefu.bench.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found wrong: all are counted, the first are told. Any thread. */
public final class Faults {
    private static final int MOST_TOLD = 40;

    /** What a client or the store can suffer. */
    public enum Kind {
        /** Acknowledged and not stored, or stored otherwise than acknowledged. */
        LOST,
        /** Stored twice, or acknowledged with two numbers. */
        DOUBLED,
        /** A number is missing. */
        GAP,
        /** A client was told in another order. */
        ORDER,
        /** A client's view is not what is stored. */
        DIVERGED,
        /** An error, a refusal or a close that nothing explains. */
        UNEXPECTED
    }

    private final Map<Kind, Integer> counts = new TreeMap<>();
    private final List<String> told = new ArrayList<>();

    synchronized void add(Kind kind, String what) {
        counts.merge(kind, 1, Integer::sum);
        if (told.size() < MOST_TOLD) {
            told.add(kind + ": " + what);
        }
    }

    public synchronized int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /** The first of them, in the order in which they were found. */
    public synchronized List<String> told() {
        return List.copyOf(told);
    }
}
