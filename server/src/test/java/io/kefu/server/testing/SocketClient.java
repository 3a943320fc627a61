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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;

/** Over the JDK's WebSocket. */
final class SocketClient extends TestClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final boolean json;
    private final WebSocket socket;
    private volatile boolean deaf;

    private SocketClient(HttpClient http, String uri, boolean json, String origin) {
        this.json = json;
        WebSocket.Builder builder = http.newWebSocketBuilder().subprotocols(json ? "kefu.v1.json" : "kefu.v1.proto");
        if (origin != null) {
            builder.header("Origin", origin);
        }
        socket = builder.buildAsync(URI.create(uri), new Receiver()).join();
    }

    static TestClient plain(int port, boolean json) {
        return new SocketClient(HTTP, "ws://127.0.0.1:" + port + "/ws/v1", json, null);
    }

    static TestClient overTls(int port, boolean json, SSLContext tls) {
        HttpClient http = HttpClient.newBuilder().sslContext(tls).build();
        return new SocketClient(http, "wss://127.0.0.1:" + port + "/ws/v1", json, null);
    }

    static TestClient ofPage(int port, String origin) {
        return new SocketClient(HTTP, "ws://127.0.0.1:" + port + "/ws/v1", true, origin);
    }

    @Override
    public void send(ClientFrame frame) {
        sendRaw(json ? FrameJson.encode(frame) : frame.toByteArray());
    }

    @Override
    public void sendRaw(byte[] payload) {
        if (json) {
            socket.sendText(new String(payload, StandardCharsets.UTF_8), true).join();
        } else {
            socket.sendBinary(ByteBuffer.wrap(payload), true).join();
        }
    }

    @Override
    public void abort() {
        socket.abort();
        ended(1006);
    }

    @Override
    public void deafen() {
        deaf = true;
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .exceptionally(e -> socket)
                    .join();
        }
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
            more(webSocket);
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
            more(webSocket);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            ended(statusCode);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            ended(1006);
        }

        private void more(WebSocket webSocket) {
            if (!deaf) {
                webSocket.request(1);
            }
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
