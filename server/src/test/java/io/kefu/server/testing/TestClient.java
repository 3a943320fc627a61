package io.kefu.server.testing;

import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A well-behaved client of the protocol, whatever carries its frames. Everything received is kept, in order; {@link #await}
 * waits for a frame with a deadline of a minute.
 */
public abstract class TestClient implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<ServerFrame> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ServerFrame> unread = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

    /** Text frames. */
    public static TestClient json(int port) {
        return SocketClient.plain(port, true);
    }

    /** Binary frames. */
    public static TestClient proto(int port) {
        return SocketClient.plain(port, false);
    }

    /** Over TLS, which trusts what this context does. */
    public static TestClient secure(int port, boolean json, SSLContext tls) {
        return SocketClient.overTls(port, json, tls);
    }

    /** Text frames, as a browser's page of this origin. */
    public static TestClient from(int port, String origin) {
        return SocketClient.ofPage(port, origin);
    }

    /** By long polls. */
    public static TestClient polling(int port) {
        return new HttpClients.Polling(port);
    }

    /** By Server-Sent Events. */
    public static TestClient streaming(int port) {
        return new HttpClients.Streaming(port);
    }

    /** By a call of {@code kefu.v1.Chat/Connect}. */
    public static TestClient grpc(int port) {
        return new GrpcClient(port);
    }

    /** Sends one frame and waits until it is on its way. */
    public abstract void send(ClientFrame frame);

    /** Sends what may be no frame at all. */
    public abstract void sendRaw(byte[] payload);

    /** Leaves without a word, as when the network is gone. */
    public abstract void abort();

    /** Hears nothing from now on, though it stays. */
    public abstract void deafen();

    @Override
    public abstract void close();

    /** The next frame, after those that earlier calls gave or passed over, for which the condition holds. */
    public ServerFrame await(Predicate<ServerFrame> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        ServerFrame frame = next(deadline);
        while (!condition.test(frame)) {
            frame = next(deadline);
        }
        return frame;
    }

    /** The next frame of this kind. */
    public ServerFrame await(ServerFrame.FrameCase kind) {
        return await(frame -> frame.getFrameCase() == kind);
    }

    /** The code with which the connection has closed; waits for it. */
    public int awaitClose() {
        return closeCode
                .orTimeout(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** A copy of all that came so far. */
    public List<ServerFrame> frames() {
        return List.copyOf(all);
    }

    private ServerFrame next(long deadline) {
        try {
            ServerFrame frame = unread.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (frame == null) {
                throw new AssertionError("Such a frame did not come; these did: " + all);
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A frame came. */
    final void received(ServerFrame frame) {
        all.add(frame);
        unread.add(frame);
    }

    /** The connection is over; only the first call counts. */
    final void ended(int code) {
        closeCode.complete(code);
    }

    final boolean over() {
        return closeCode.isDone();
    }
}
