package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tries the handover on a connection of its own, over loopback, and so finds out whether the web server that is there still
 * works as {@link Handover} believes: what came early is there, and after the web server let go bytes flow both ways.
 */
final class HandoverTrial {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PROTOCOL = "kefu-trial";
    private static final String REQUEST =
            "GET /trial HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: " + PROTOCOL + "\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 101 Switching Protocols\r\n\r\n";

    private final Handover handover;
    private final CompletableFuture<Handover.Taken> taken = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    private HandoverTrial(Handover handover) {
        this.handover = handover;
    }

    /** Throws what went wrong. */
    static void pass(Handover handover) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        new HandoverTrial(handover).run();
    }

    private void run() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        WebServer server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .shutdownHook(false)
                .useNio(false)
                .addConnectionSelector(Http1ConnectionSelector.builder()
                        .config(Http1Config.create())
                        .addUpgrader(new Upgrader())
                        .build())
                .build()
                .start();
        try (Socket client = new Socket()) {
            client.setSoTimeout((int) PATIENCE.toMillis());
            client.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), (int) PATIENCE.toMillis());
            talk(client);
        } finally {
            server.stop();
        }
    }

    private void talk(Socket client) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        client.getOutputStream().write((REQUEST + "early").getBytes(ISO_8859_1));
        Handover.Taken got = taken.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        try (SocketChannel channel = got.channel()) {
            released.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            String early = new String(got.early(), ISO_8859_1);
            DataInputStream in = new DataInputStream(client.getInputStream());
            expect(ANSWER, new String(in.readNBytes(ANSWER.length()), ISO_8859_1));
            channel.write(ByteBuffer.wrap("down".getBytes(ISO_8859_1)));
            expect("down", new String(in.readNBytes(4), ISO_8859_1));
            client.getOutputStream().write("up".getBytes(ISO_8859_1));
            channel.configureBlocking(true);
            // What was read early and what was not is one stream, wherever TCP cut it.
            ByteBuffer rest = ByteBuffer.allocate("earlyup".length() - early.length());
            channel.socket().setSoTimeout((int) PATIENCE.toMillis());
            byte[] read = channel.socket().getInputStream().readNBytes(rest.capacity());
            expect("earlyup", early + new String(read, ISO_8859_1));
        }
    }

    private static void expect(String expected, String got) throws IOException {
        if (!got.equals(expected)) {
            throw new IOException("after the handover came '" + got + "' where '" + expected + "' was sent");
        }
    }

    private final class Upgrader implements Http1Upgrader {
        @Override
        public String supportedProtocol() {
            return PROTOCOL;
        }

        @Override
        public ServerConnection upgrade(ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
            return new Taking(context);
        }
    }

    private final class Taking implements ServerConnection {
        private final ConnectionContext context;

        Taking(ConnectionContext context) {
            this.context = context;
        }

        @Override
        public void handle(Limit limit) {
            context.serverSocket().write(BufferData.create(ANSWER.getBytes(ISO_8859_1)));
            try {
                taken.complete(handover.take(context, () -> released.complete(null)));
            } catch (RuntimeException e) {
                taken.completeExceptionally(e);
            }
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {}
    }
}
