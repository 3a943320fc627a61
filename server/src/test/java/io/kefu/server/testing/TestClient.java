package io.kefu.server.testing;

import io.kefu.protocol.BadFrameException;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.FrameJson;
import io.kefu.protocol.FrameProto;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * A well-behaved client of the protocol over the JDK's WebSocket. Everything received is kept, in order; {@link #await}
 * waits for a frame with a deadline of ten seconds.
 */
public final class TestClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final boolean json;
    private final WebSocket socket;
    private final List<ServerFrame> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ServerFrame> unread = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

    private TestClient(URI uri, boolean json, String origin) {
        this(HTTP, uri, json, origin);
    }

    private TestClient(HttpClient http, URI uri, boolean json, String origin) {
        this.json = json;
        WebSocket.Builder builder = http.newWebSocketBuilder().subprotocols(json ? "kefu.v1.json" : "kefu.v1.proto");
        if (origin != null) {
            builder.header("Origin", origin);
        }
        socket = builder.buildAsync(uri, new Receiver()).join();
    }

    /** Text frames. */
    public static TestClient json(int port) {
        return new TestClient(URI.create("ws://127.0.0.1:" + port + "/ws/v1"), true, null);
    }

    /** Binary frames. */
    public static TestClient proto(int port) {
        return new TestClient(URI.create("ws://127.0.0.1:" + port + "/ws/v1"), false, null);
    }

    /** Over TLS, which trusts what this context does. */
    public static TestClient secure(int port, boolean json, SSLContext tls) {
        HttpClient http = HttpClient.newBuilder().sslContext(tls).build();
        return new TestClient(http, URI.create("wss://127.0.0.1:" + port + "/ws/v1"), json, null);
    }

    /** Text frames, as a browser's page of this origin. */
    public static TestClient from(int port, String origin) {
        return new TestClient(URI.create("ws://127.0.0.1:" + port + "/ws/v1"), true, origin);
    }

    /** Sends one frame and waits until it is on its way. */
    public void send(ClientFrame frame) {
        if (json) {
            socket.sendText(new String(FrameJson.encode(frame), StandardCharsets.UTF_8), true)
                    .join();
        } else {
            socket.sendBinary(ByteBuffer.wrap(frame.toByteArray()), true).join();
        }
    }

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
        return closeCode.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** A copy of all that came so far. */
    public List<ServerFrame> frames() {
        return List.copyOf(all);
    }

    /** Leaves without a close frame. */
    public void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .exceptionally(e -> socket)
                    .join();
        }
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

    private void received(ServerFrame frame) {
        all.add(frame);
        unread.add(frame);
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                byte[] payload = text.toString().getBytes(StandardCharsets.UTF_8);
                text.setLength(0);
                decoded(() -> FrameJson.decodeServer(payload));
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            binary.writeBytes(part);
            if (last) {
                byte[] payload = binary.toByteArray();
                binary.reset();
                decoded(() -> FrameProto.decodeServer(payload));
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closeCode.complete(statusCode);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closeCode.complete(1006);
        }

        private void decoded(Decoding decoding) {
            try {
                if (decoding.frame() instanceof Decoded.Frame<ServerFrame> known) {
                    received(known.frame());
                }
            } catch (BadFrameException e) {
                throw new AssertionError("The server sent what is no frame", e);
            }
        }
    }

    private interface Decoding {
        Decoded<ServerFrame> frame() throws BadFrameException;
    }
}
