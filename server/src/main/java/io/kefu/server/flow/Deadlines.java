package io.kefu.server.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * When each stream next wants a tick. A newer deadline of a stream replaces the older; where it is later, as each message of a
 * busy stream makes it, the queue keeps the older and is told when that comes.
 */
final class Deadlines {

    private record Due(long atMillis, String stream) {}

    private static final class Deadline {
        private long atMillis;
        /** Of its entry in the queue, at or before {@code atMillis}; 0 for none. */
        private long queuedMillis;
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>((a, b) -> Long.compare(a.atMillis(), b.atMillis()));
    private final Map<String, Deadline> current = new HashMap<>();

    /** @param atMillis 0 for never */
    void set(String stream, long atMillis) {
        if (atMillis == 0) {
            current.remove(stream);
            return;
        }
        Deadline deadline = current.computeIfAbsent(stream, _ -> new Deadline());
        deadline.atMillis = atMillis;
        if (deadline.queuedMillis == 0 || atMillis < deadline.queuedMillis) {
            enqueue(stream, deadline);
        }
        compact();
    }

    private void enqueue(String stream, Deadline deadline) {
        deadline.queuedMillis = deadline.atMillis;
        queue.add(new Due(deadline.atMillis, stream));
    }

    /** What was removed or moved ahead leaves stale entries behind: at most three for each live one, or a thousand. */
    private void compact() {
        if (queue.size() > 1024 && queue.size() > 4 * current.size()) {
            queue.clear();
            current.forEach(this::enqueue);
        }
    }

    /** Takes out what is due. */
    List<String> due(long nowMillis) {
        List<String> due = new ArrayList<>();
        while (!queue.isEmpty() && queue.peek().atMillis() <= nowMillis) {
            Due first = queue.poll();
            Deadline deadline = current.get(first.stream());
            boolean stale = deadline == null || deadline.queuedMillis != first.atMillis();
            if (!stale && deadline.atMillis <= nowMillis) {
                current.remove(first.stream());
                due.add(first.stream());
            } else if (!stale) {
                enqueue(first.stream(), deadline);
            }
        }
        return due;
    }

    /** Milliseconds until something may be due, at most {@code most}. */
    long left(long nowMillis, long most) {
        return queue.isEmpty() ? most : Math.clamp(queue.peek().atMillis() - nowMillis, 0, most);
    }
}
