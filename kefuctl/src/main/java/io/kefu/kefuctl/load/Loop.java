package io.kefu.kefuctl.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Moves the bytes of all links of a process, on the thread that calls {@link #step}. */
final class Loop implements AutoCloseable {
    /** Also the largest frame that a server may send. */
    private static final int ROOM = 1 << 20;

    private final Selector selector = Selector.open();
    private final byte[] bytes = new byte[ROOM];
    private final ByteBuffer in = ByteBuffer.wrap(bytes);
    private final FrameScan scan;
    private List<Link> dirty = new ArrayList<>();
    private List<Link> flushing = new ArrayList<>();

    Loop(FrameScan scan) throws IOException {
        this.scan = scan;
    }

    SelectionKey register(SocketChannel channel, int operations, Link link) throws IOException {
        return channel.register(selector, operations, link);
    }

    void dirty(Link link) {
        dirty.add(link);
    }

    ByteBuffer in() {
        return in;
    }

    /** What {@link #in} is over. */
    byte[] bytes() {
        return bytes;
    }

    FrameScan scan() {
        return scan;
    }

    /** Writes what was put, then waits at most so long for something to come, and takes it. */
    void step(long waitMillis) throws IOException {
        flush();
        if (waitMillis > 0) {
            selector.select(Loop::ready, waitMillis);
        } else {
            selector.selectNow(Loop::ready);
        }
        flush();
    }

    private static void ready(SelectionKey key) {
        ((Link) key.attachment()).ready();
    }

    private void flush() {
        if (dirty.isEmpty()) {
            return;
        }
        List<Link> now = dirty;
        dirty = flushing;
        flushing = now;
        now.forEach(Link::flushed);
        now.clear();
    }

    /** Leaves with all links, at once. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            ((Link) key.attachment()).abort();
        }
        selector.close();
    }
}
