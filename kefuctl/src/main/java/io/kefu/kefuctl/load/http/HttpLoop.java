package io.kefu.kefuctl.load.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Moves the bytes of all connections, on the thread that calls {@link #step}. */
final class HttpLoop implements AutoCloseable {
    private static final int ROOM = 256 * 1024;

    private final Selector selector = Selector.open();
    private final byte[] bytes = new byte[ROOM];
    private final ByteBuffer in = ByteBuffer.wrap(bytes);

    HttpLoop() throws IOException {}

    SelectionKey register(SocketChannel channel, int operations, HttpLink link) throws IOException {
        return channel.register(selector, operations, link);
    }

    /** Room for what comes, {@link #bytes} below it; one link's at a time. */
    ByteBuffer in() {
        return in;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Waits at most so long for something to come or to go, and moves it. */
    void step(long waitMillis) throws IOException {
        if (waitMillis > 0) {
            selector.select(HttpLoop::ready, waitMillis);
        } else {
            selector.selectNow(HttpLoop::ready);
        }
    }

    private static void ready(SelectionKey key) {
        ((HttpLink) key.attachment()).ready();
    }

    /** Leaves with all connections, at once. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            key.channel().close();
        }
        selector.close();
    }
}
