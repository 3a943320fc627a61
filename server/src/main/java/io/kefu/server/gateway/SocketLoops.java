package io.kefu.server.gateway;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The loops, one a processor; connections are dealt to them in turn. */
final class SocketLoops {
    private final List<SocketLoop> loops;
    private final AtomicInteger next = new AtomicInteger();

    SocketLoops(int count) {
        loops = IntStream.range(0, count)
                .mapToObj(i -> new SocketLoop("socket-loop-" + i))
                .toList();
    }

    SocketLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    int count() {
        return loops.size();
    }

    void stop() {
        loops.forEach(SocketLoop::stop);
    }
}
