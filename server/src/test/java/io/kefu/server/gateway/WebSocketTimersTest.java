package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.GoAwayReason;
import io.kefu.protocol.v1.Presence;
import io.kefu.protocol.v1.Send;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.protocol.v1.ServerFrame.FrameCase;
import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import io.kefu.server.testing.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Heartbeats, the hello timer, back-pressure, drain: over real sockets. */
@ParameterizedClass
@EnumSource(ConnectionPath.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebSocketTimersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final GatewayLimits STUCK_SOON = limits(LONG, LONG, SHORT);

    private final ConnectionPath path;

    WebSocketTimersTest(ConnectionPath path) {
        this.path = path;
    }

    @Test
    void a_client_that_says_no_hello_is_closed_4408() throws IOException, InterruptedException {
        try (var fixture = path.start(limits(LONG, SHORT, LONG), Silent::new);
                RawWebSocket socket = path.open(fixture, "kefu.v1.json")) {
            assertThat(socket.readClose()).isEqualTo(4408);
            assertThat(fixture.nextSeen()).isEqualTo("closed 4408 no hello");
        }
    }

    @Test
    void a_hello_that_waits_for_its_turn_here_is_not_held_against_its_client() throws IOException {
        try (var fixture = path.start(limits(LONG, Late.HELLO, LONG), Late::new);
                TestClient client = path.client(fixture, true)) {
            client.send(send("hello"));
            assertThat(client.await(FrameCase.MESSAGE).getMessage().getText()).isEqualTo("hello");
        }
    }

    @Test
    void a_client_that_stops_answering_raises_the_timeouts_and_is_closed_4410()
            throws IOException, InterruptedException {
        try (var fixture = path.start(limits(Duration.ofSeconds(1), LONG, LONG));
                RawWebSocket socket = path.open(fixture, "kefu.v1.json")) {
            assertThat(socket.read().opcode()).isEqualTo(Opcode.PING);
            assertThat(socket.readClose()).isEqualTo(4410);
            assertThat(fixture.nextSeen()).isEqualTo("closed 4410 heartbeat timeout");
            assertThat(fixture.events.of("heartbeat timeout")).isEqualTo(1);
            assertThat(fixture.events.of("heartbeat expected")).isEqualTo(2);
        }
    }

    @Test
    void a_client_that_answers_stays() throws IOException, InterruptedException {
        try (var fixture = path.start(limits(Duration.ofMillis(600), LONG, LONG));
                TestClient client = path.client(fixture, true)) {
            GatewayFixture.await(() -> fixture.events.of("heartbeat expected") >= 4);
            client.send(send("still here"));
            assertThat(client.await(FrameCase.MESSAGE).getMessage().getText()).isEqualTo("still here");
        }
    }

    @Test
    void a_slow_consumer_is_closed_and_harms_nobody() throws IOException, InterruptedException {
        try (var fixture = path.start(limits(LONG, LONG, LONG));
                RawWebSocket slow = path.connect(fixture, 4096)) {
            slow.open("kefu.v1.json");
            Connection connection = fixture.nextOpened();
            EncodedFrame frame = GatewayFixture.message("x".repeat(10_000));
            while (connection.send(frame)) {
                assertThat(connection.queuedBytes()).isLessThanOrEqualTo(256 * 1024);
            }
            assertThat(fixture.events.of("slow consumer")).isEqualTo(1);
            assertThat(connection.send(frame)).isFalse();
            assertThat(fixture.events.of("slow consumer")).isEqualTo(1);
            assertThat(fixture.nextSeen()).isEqualTo("closed 4503 reads too slowly");
        }
    }

    @Test
    void a_stuck_write_is_freed() throws IOException, InterruptedException {
        try (var fixture = path.start(STUCK_SOON);
                RawWebSocket stuck = path.connect(fixture, 4096)) {
            stuck.open("kefu.v1.json");
            Connection connection = fixture.nextOpened();
            EncodedFrame frame = GatewayFixture.message("x".repeat(10_000));
            GatewayFixture.await(() -> {
                if (connection.queuedBytes() < 128 * 1024) {
                    connection.send(frame);
                }
                return fixture.events.of("write stuck") == 1;
            });
            assertThat(fixture.nextSeen()).isEqualTo("closed 4503 reads nothing");
            GatewayFixture.await(() -> fixture.gateway.connections().isEmpty());
        }
    }

    @Test
    void droppable_frames_are_dropped_when_the_queue_is_half_full() throws IOException, InterruptedException {
        try (var fixture = path.start(limits(LONG, LONG, LONG));
                RawWebSocket slow = path.connect(fixture, 4096)) {
            slow.open("kefu.v1.json");
            Connection connection = fixture.nextOpened();
            EncodedFrame presence = EncodedFrame.of(ServerFrame.newBuilder()
                    .setPresence(Presence.newBuilder().setAgentId("a".repeat(10_000)))
                    .build());
            while (connection.sendDroppable(presence)) {
                assertThat(connection.queuedBytes()).isLessThanOrEqualTo(128 * 1024);
            }
            assertThat(fixture.events.of("dropped")).isEqualTo(1);
            assertThat(connection.open()).isTrue();
            assertThat(connection.send(GatewayFixture.message("this matters"))).isTrue();
        }
    }

    @Test
    void each_write_is_told_in_order_and_after_it_was_sent() throws InterruptedException {
        try (var fixture = path.start(limits(LONG, LONG, LONG));
                TestClient client = path.client(fixture, false)) {
            Connection connection = fixture.nextOpened();
            List<String> told = Collections.synchronizedList(new ArrayList<>());
            AtomicLong last = new AtomicLong(System.nanoTime());
            Written written = (_, frame, nanos) -> {
                assertThat(nanos).isGreaterThanOrEqualTo(last.getAndSet(nanos));
                told.add(frame.frame().getMessage().getText());
            };
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                sent.add("m" + i);
                connection.send(GatewayFixture.message("m" + i), written);
            }
            client.await(frame -> frame.getMessage().getText().equals("m999"));
            GatewayFixture.await(() -> told.size() == 1000);
            assertThat(told).isEqualTo(sent);
        }
    }

    @Test
    void many_senders_do_not_mix_their_frames() throws InterruptedException {
        try (var fixture = path.start(limits(LONG, LONG, LONG));
                TestClient client = path.client(fixture, true)) {
            Connection connection = fixture.nextOpened();
            List<Thread> senders = new ArrayList<>();
            for (int sender = 0; sender < 8; sender++) {
                String name = sender + " " + "中".repeat(sender * 40) + " ";
                senders.add(Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 50; i++) {
                        connection.send(GatewayFixture.message(name + i));
                    }
                }));
            }
            for (Thread sender : senders) {
                sender.join();
            }
            GatewayFixture.await(() -> client.frames().size() == 400);
            for (int sender = 0; sender < 8; sender++) {
                String prefix = sender + " ";
                List<String> texts = client.frames().stream()
                        .map(frame -> frame.getMessage().getText())
                        .filter(text -> text.startsWith(prefix))
                        .toList();
                assertThat(texts).hasSize(50);
                for (int i = 0; i < 50; i++) {
                    assertThat(texts.get(i)).endsWith(" " + i);
                }
            }
        }
    }

    @Test
    void a_drain_tells_everyone_and_refuses_newcomers_and_a_close_ends_all() throws IOException, InterruptedException {
        try (var fixture = path.start(limits(LONG, LONG, LONG));
                TestClient json = path.client(fixture, true);
                TestClient proto = path.client(fixture, false);
                RawWebSocket deaf = path.open(fixture, "kefu.v1.json")) {
            for (int i = 0; i < 3; i++) {
                fixture.nextOpened();
            }
            fixture.gateway.drain(GoAwayReason.GO_AWAY_REASON_UPGRADE, Duration.ofSeconds(3));
            for (TestClient client : List.of(json, proto)) {
                var goAway = client.await(FrameCase.GOAWAY).getGoaway();
                assertThat(goAway.getReason()).isEqualTo(GoAwayReason.GO_AWAY_REASON_UPGRADE);
                assertThat(goAway.getReconnectAfterMs()).isBetween(0L, 3000L);
                client.send(send("still usable"));
                assertThat(client.await(FrameCase.MESSAGE).getMessage().getText())
                        .isEqualTo("still usable");
            }
            try (RawWebSocket late = path.connect(fixture, 0)) {
                late.send(RawWebSocket.handshake("/ws/v1", "Sec-WebSocket-Protocol: kefu.v1.json")
                        .getBytes(ISO_8859_1));
                assertThat(late.head()).startsWith("HTTP/1.1 503 ").contains("Retry-After");
            }
            fixture.gateway.close();
            assertThat(json.awaitClose()).isEqualTo(1001);
            assertThat(proto.awaitClose()).isEqualTo(1001);
            assertThat(deaf.readClose()).isEqualTo(1001);
            GatewayFixture.await(() -> fixture.gateway.connections().isEmpty());
        }
    }

    @Test
    void a_flood_of_pings_that_nobody_reads_the_answers_of_is_bounded() throws IOException, InterruptedException {
        try (var fixture = path.start(limits(LONG, LONG, LONG));
                RawWebSocket flood = path.open(fixture, "kefu.v1.json")) {
            Connection connection = fixture.nextOpened();
            byte[] ping = RawFrame.ping("x".repeat(125)).bytes();
            for (int i = 0; i < 5_000; i++) {
                flood.send(ping);
            }
            flood.send(RawFrame.text("{\"typing\":{}}"));
            assertThat(fixture.nextSeen()).isEqualTo("TYPING");
            assertThat(connection.queuedBytes()).isLessThanOrEqualTo(1024);
        }
    }

    private static GatewayLimits limits(Duration heartbeat, Duration hello, Duration stuck) {
        return new GatewayLimits(
                100,
                1000,
                128 * 1024,
                256 * 1024,
                64 * 1024,
                heartbeat,
                hello,
                Duration.ofMillis(300),
                stuck,
                ArrivalLimits.DEFAULT);
    }

    private static ClientFrame send(String text) {
        return ClientFrame.newBuilder().setSend(Send.newBuilder().setText(text)).build();
    }

    /** A room that takes longer over a hello than a client may take to say it. */
    private record Late(GatewayFixture fixture, Connection connection) implements ConnectionListener {
        private static final Duration HELLO = Duration.ofSeconds(2);

        @Override
        public void onFrame(ClientFrame frame, int unknownFields, long receivedNanos) {
            long end = System.nanoTime() + HELLO.toNanos() * 3 / 2;
            while (System.nanoTime() - end < 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            new GatewayFixture.Room(fixture, connection).onFrame(frame, unknownFields, receivedNanos);
        }

        @Override
        public void onUnknownKind(String kind) {
            fixture.seen.add(kind);
        }

        @Override
        public void onClosed(int code, String reason) {
            fixture.seen.add("closed " + code + " " + reason);
        }
    }

    /** A room that never says that the hello was good. */
    private record Silent(GatewayFixture fixture, Connection connection) implements ConnectionListener {
        @Override
        public void onFrame(ClientFrame frame, int unknownFields, long receivedNanos) {
            fixture.seen.add(frame.getFrameCase().toString());
        }

        @Override
        public void onUnknownKind(String kind) {
            fixture.seen.add(kind);
        }

        @Override
        public void onClosed(int code, String reason) {
            fixture.seen.add("closed " + code + " " + reason);
        }
    }
}
