package io.kefu.server.gateway;

import io.kefu.server.thread.PromptThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that moves the bytes of thousands of connections. Its two buffers are all that it has for them; what it runs
 * must not wait. Connections that have something to write are written once a round, so that what came together leaves
 * together.
 */
final class SocketLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLoop.class);
    private static final int BUFFER = 64 * 1024;
    /** Tasks between two looks at the sockets: tasks may beget tasks. */
    private static final int MOST_TASKS_A_ROUND = 20_000;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>(); // at most a few for each connection
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private final byte[] bytes = new byte[BUFFER];
    private final Selector selector;
    private final Thread thread;
    private volatile boolean running = true;

    SocketLoop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = PromptThread.unstarted(name, this::run);
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs this soon on the loop's thread, in the order of these calls by one thread. Any thread; never blocks. */
    void execute(Runnable task) {
        tasks.add(task);
        if (asleep.get() && !WakeUps.later(this)) {
            wake();
        }
    }

    void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    /** Ends the thread after the tasks at hand; connections must have ended before. */
    void stop() {
        running = false;
        execute(() -> {});
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running || !tasks.isEmpty()) {
            try {
                select();
                runTasks();
            } catch (
                    Throwable
                            e) { // none of one connection: those are caught below. A loop that ended would be missed by
                // all
                LOG.error("{} failed in a round and goes on", thread.getName(), e);
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("{} did not close its selector", thread.getName(), e);
        }
    }

    private void select() throws IOException {
        asleep.set(true);
        if (tasks.isEmpty()) {
            selector.select(SocketLoop::ready);
        } else {
            selector.selectNow(SocketLoop::ready);
        }
        asleep.set(false);
    }

    private static void ready(SelectionKey key) {
        LoopConnection connection = (LoopConnection) key.attachment();
        if (!guarded(connection.id(), () -> connection.ready(key))) {
            guarded(connection.id(), connection::finish);
        }
    }

    private void runTasks() {
        for (int i = 0; i < MOST_TASKS_A_ROUND; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            guarded("-", task);
        }
    }

    /** Whatever happens to one connection, memory that runs out included, the others of this loop go on. */
    private static boolean guarded(String connection, Runnable task) {
        try {
            task.run();
            return true;
        } catch (Throwable e) {
            LOG.error("connection={} failed on its loop", connection, e);
            return false;
        }
    }

    // ---- for its connections, on its thread ----

    SelectionKey register(SocketChannel channel, LoopConnection connection) throws IOException {
        return channel.register(selector, SelectionKey.OP_READ, connection);
    }

    /** What {@link #read} put its bytes into: good until the next call. */
    byte[] bytes() {
        return bytes;
    }

    /** Reads what there is; -1 at the end of the stream. */
    int read(SocketChannel channel) throws IOException {
        direct.clear();
        int count = channel.read(direct);
        if (count > 0) {
            direct.flip().get(bytes, 0, count);
        }
        return count;
    }

    /** Writes a batch as far as the kernel takes it; gives what is left, null for nothing. */
    ByteBuffer write(SocketChannel channel, OutboundBatch batch) throws IOException {
        if (batch.length() > BUFFER) {
            return rest(channel, ByteBuffer.wrap(batch.bytes()));
        }
        direct.clear();
        batch.write(direct);
        direct.flip();
        channel.write(direct);
        if (!direct.hasRemaining()) {
            return null;
        }
        return ByteBuffer.allocate(direct.remaining()).put(direct).flip();
    }

    /** Goes on with what was left. */
    ByteBuffer rest(SocketChannel channel, ByteBuffer left) throws IOException {
        while (left.hasRemaining()) {
            int piece = Math.min(BUFFER, left.remaining());
            direct.clear().put(left.slice(left.position(), piece)).flip();
            int written = channel.write(direct);
            left.position(left.position() + written);
            if (written < piece) {
                return left;
            }
        }
        return null;
    }
}
