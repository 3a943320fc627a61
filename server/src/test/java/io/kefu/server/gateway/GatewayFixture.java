package io.kefu.server.gateway;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.Pong;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.admin.http.Origins;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A real web server with a gateway, behind which a room greets every connection and answers: a {@code ping} with a
 * {@code pong}, a {@code send} with a {@code message} of the same text.
 */
final class GatewayFixture implements AutoCloseable {
    /** More than the kernels take of what nobody reads. */
    private static final int LARGE = 32 << 20;

    final EventCounts events = new EventCounts();
    final BlockingQueue<Connection> opened = new LinkedBlockingQueue<>();
    final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    /** One for each answer of {@code /slow}. */
    final Semaphore slowly = new Semaphore(0);

    final Gateway gateway;
    private final WebServer server;

    GatewayFixture(
            GatewayLimits limits,
            AddressGate addresses,
            Consumer<WebServerConfig.Builder> settings,
            RoomFactory rooms,
            SocketPath path) {
        gateway = new Gateway(
                limits,
                (origin, handshake) -> origin.equals("https://shop.example") || Origins.own(origin, handshake.host()),
                addresses,
                connection -> rooms.room(this, connection),
                events,
                path);
        var builder = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .routing(r -> r.addFilter(gateway.requests())
                        .get("/hello", (_, answer) -> answer.send("hello"))
                        .get("/large", (_, answer) -> answer.send(new byte[LARGE]))
                        .post(
                                "/echo",
                                (request, answer) -> answer.send(
                                        Integer.toString(request.content().as(byte[].class).length)))
                        .post("/deaf", (_, answer) -> answer.send("what?"))
                        .get("/slow", (_, answer) -> {
                            boolean done = slowly.tryAcquire(60, TimeUnit.SECONDS);
                            answer.send(done ? "slow" : "too slow");
                        }));
        gateway.configure(builder, Http1Config.create());
        settings.accept(builder);
        server = builder.build().start();
    }

    interface RoomFactory {
        ConnectionListener room(GatewayFixture fixture, Connection connection);
    }

    int port() {
        return server.port();
    }

    /** The server's end of the connection that opened next. */
    Connection nextOpened() throws InterruptedException {
        Connection connection = opened.poll(60, TimeUnit.SECONDS);
        if (connection == null) {
            throw new AssertionError("no connection opened");
        }
        return connection;
    }

    /** The next thing that the room saw, as a word. */
    String nextSeen() throws InterruptedException {
        String word = seen.poll(60, TimeUnit.SECONDS);
        if (word == null) {
            throw new AssertionError("the room saw nothing");
        }
        return word;
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true within a minute");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Override
    public void close() {
        gateway.close();
        server.stop();
    }

    static EncodedFrame message(String text) {
        return EncodedFrame.ofMessage(Message.newBuilder().setText(text).build().toByteArray());
    }

    /** The room above, in a few lines. */
    static class Room implements ConnectionListener {
        final GatewayFixture fixture;
        final Connection connection;

        Room(GatewayFixture fixture, Connection connection) {
            this.fixture = fixture;
            this.connection = connection;
            connection.greeted();
            fixture.opened.add(connection);
        }

        @Override
        public void onFrame(ClientFrame frame, int unknownFields, long receivedNanos) {
            switch (frame.getFrameCase()) {
                case PING ->
                    connection.send(EncodedFrame.of(ServerFrame.newBuilder()
                            .setPong(Pong.newBuilder().setNonce(frame.getPing().getNonce()))
                            .build()));
                case SEND -> connection.send(message(frame.getSend().getText()));
                case TOKEN -> throw new IllegalStateException("a fault of the room, on purpose");
                default -> fixture.seen.add(frame.getFrameCase().toString());
            }
        }

        /** Both kinds of thread are to be used. */
        @Override
        public boolean mayWait(ClientFrame frame) {
            return frame.getFrameCase() != ClientFrame.FrameCase.SEND
                    || frame.getSend().getText().length() % 2 == 1;
        }

        @Override
        public void onUnknownKind(String kind) {
            fixture.seen.add("unknown " + kind);
        }

        @Override
        public void onClosed(int code, String reason) {
            fixture.seen.add("closed " + code + " " + reason);
        }
    }
}
