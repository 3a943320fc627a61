package io.kefu.server.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** When each stream next wants a tick. A newer deadline of a stream replaces the older. */
final class Deadlines {

    private record Due(long atMillis, String stream) {}

    private final PriorityQueue<Due> queue = new PriorityQueue<>((a, b) -> Long.compare(a.atMillis(), b.atMillis()));
    private final Map<String, Long> current = new HashMap<>();

    void set(String stream, long atMillis) {
        if (atMillis == 0) {
            current.remove(stream);
            return;
        }
        Long before = current.put(stream, atMillis);
        if (before == null || before != atMillis) {
            queue.add(new Due(atMillis, stream));
        }
        compact();
    }

    /** A busy stream leaves stale entries behind: they never outnumber the live ones by more than a few. */
    private void compact() {
        if (queue.size() > 1024 && queue.size() > 4 * current.size()) {
            queue.clear();
            current.forEach((stream, at) -> queue.add(new Due(at, stream)));
        }
    }

    /** Takes out what is due. */
    List<String> due(long nowMillis) {
        List<String> due = new ArrayList<>();
        while (!queue.isEmpty() && queue.peek().atMillis() <= nowMillis) {
            Due first = queue.poll();
            if (current.remove(first.stream(), first.atMillis())) {
                due.add(first.stream());
            }
        }
        return due;
    }

    /** Milliseconds until something is due, at most {@code most}. */
    long wait(long nowMillis, long most) {
        return queue.isEmpty() ? most : Math.clamp(queue.peek().atMillis() - nowMillis, 0, most);
    }
}
