package io.kefu.kefuctl.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Connections that were told to leave ({@code goaway}): each leaves at the moment that the server gave it, and comes again until
 * it is welcomed. For the thread of the loop.
 */
final class Moves {
    private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MOST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    private enum Stage {
        TOLD,
        COMING
    }

    private record Due(Link link, long at) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(at - other.at, 0);
        }
    }

    private final InetSocketAddress to;
    private final InetSocketAddress from;
    private final Map<Link, Stage> stages = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final SplittableRandom random = new SplittableRandom();
    private long made;
    private long begun;

    /** {@code from} is this side's address, null for any. */
    Moves(InetSocketAddress to, InetSocketAddress from) {
        this.to = to;
        this.from = from;
    }

    /** It leaves after so long, and may be used until then. */
    void told(Link link, long afterMillis, long now) {
        if (stages.putIfAbsent(link, Stage.TOLD) == null) {
            begun = stages.size() == 1 ? now : begun;
            due.add(new Due(link, now + TimeUnit.MILLISECONDS.toNanos(afterMillis)));
        }
    }

    /** Those whose moment has come leave, and connect again. */
    void step(long now) throws IOException {
        while (!due.isEmpty() && due.peek().at() - now <= 0) {
            Link link = due.remove().link();
            stages.put(link, Stage.COMING);
            if (link.isLive()) {
                link.abort();
            }
            link.connect(to, from);
        }
    }

    /** Whether the one that was welcomed had moved. */
    boolean welcomed(Link link) {
        boolean moved = stages.remove(link) != null;
        made += moved ? 1 : 0;
        return moved;
    }

    /** Whether the one that ended is one that moves; then it comes again by itself. */
    boolean ended(Link link, long now) {
        Stage stage = stages.get(link);
        if (stage == Stage.COMING) {
            stages.put(link, Stage.TOLD);
            due.add(new Due(link, now + random.nextLong(LEAST_PAUSE, MOST_PAUSE)));
        }
        return stage != null;
    }

    /** None that were told to leave are told so any more. */
    void forget() {
        stages.clear();
        due.clear();
    }

    /** Nobody is about to leave or to come again. */
    boolean none() {
        return stages.isEmpty();
    }

    /** For how long there was always somebody about to leave or to come again. */
    long lasted(long now) {
        return none() ? 0 : now - begun;
    }

    /** Moves that ended with a welcome. */
    long made() {
        return made;
    }
}
