package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.EncodedFrame;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Send;
import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import io.kefu.server.testing.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a peer does to us costs it its connection, and nobody else anything. */
@ParameterizedClass
@EnumSource(ConnectionPath.class)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostilePeersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    /** Of what binds the honest as well: they need this long only where the machine has no time for them at all. */
    private static final Duration ROOMY = Duration.ofSeconds(3);

    private static final String HANDSHAKE = RawWebSocket.handshake("/ws/v1", "Sec-WebSocket-Protocol: kefu.v1.json");

    private final ConnectionPath path;

    HostilePeersTest(ConnectionPath path) {
        this.path = path;
    }

    @Test
    void who_reads_nothing_is_closed_and_costs_the_others_nothing() throws IOException, InterruptedException {
        try (var fixture = path.start(limits(ROOMY, ArrivalLimits.DEFAULT));
                RawWebSocket deaf = path.connect(fixture, 4096)) {
            deaf.open("kefu.v1.json");
            Connection connection = fixture.nextOpened();
            EncodedFrame frame = GatewayFixture.message("x".repeat(10_000));
            try (Pair others = new Pair(fixture)) {
                GatewayFixture.await(() -> {
                    if (connection.queuedBytes() < 128 * 1024) {
                        connection.send(frame);
                    }
                    others.talk();
                    return fixture.events.of("write stuck") == 1;
                });
                assertThat(fixture.nextSeen()).isEqualTo("closed 4503 reads nothing");
                others.talk();
                assertThat(fixture.events.of("slow consumer")).isZero();
            }
        }
    }

    @Test
    void who_never_sends_a_whole_request_is_closed_and_costs_the_others_nothing() throws Exception {
        ArrivalLimits soon = new ArrivalLimits(100, 100, ROOMY, LONG);
        try (var fixture = path.start(limits(LONG, soon));
                Pair others = new Pair(fixture);
                Socket silent = plain(fixture);
                Socket dribbling = plain(fixture)) {
            Thread drops = Thread.startVirtualThread(() -> dribble(dribbling));
            GatewayFixture.await(() -> {
                others.talk();
                return fixture.events.of("refused TOO_SLOW") == 2;
            });
            assertThat(ended(silent)).isTrue();
            assertThat(drops.join(Duration.ofSeconds(30))).isTrue();
            GatewayFixture.await(() -> fixture.gateway.arrivals().opening() == 0);
            others.talk();
        }
    }

    @Test
    void of_too_many_that_ask_for_nothing_the_one_that_took_longest_makes_room() throws Exception {
        try (var fixture = path.start(limits(LONG, new ArrivalLimits(100, 3, LONG, LONG)))) {
            List<Socket> idle = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                idle.add(plain(fixture));
                int came = i;
                GatewayFixture.await(() -> fixture.gateway.arrivals().opening() == came);
            }
            try (TestClient honest = path.client(fixture, true)) {
                say(honest, "I was let in");
                assertThat(ended(idle.getFirst())).isTrue();
                assertThat(fixture.events.of("refused TOO_MANY_OPENING")).isEqualTo(1);
                assertThat(fixture.gateway.arrivals().opening()).isEqualTo(2);
            }
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void a_proxy_that_is_declared_stands_for_many_and_opens_as_many_as_all_may() throws Exception {
        AddressGate gate = new AddressGate(100, 100, (peer, _) -> peer, InetAddress::isLoopbackAddress);
        GatewayLimits limits = limits(LONG, new ArrivalLimits(5, 1, LONG, LONG));
        try (var fixture = path.start(limits, gate, GatewayFixture.Room::new)) {
            List<Socket> idle = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                idle.add(plain(fixture));
                int came = i;
                GatewayFixture.await(() -> fixture.gateway.arrivals().opening() == came);
            }
            assertThat(fixture.events.of("refused TOO_MANY_OPENING")).isZero();
            idle.add(plain(fixture));
            GatewayFixture.await(() -> fixture.events.of("refused TOO_MANY_OPENING") == 1);
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void a_connection_that_asks_for_nothing_more_is_closed_and_one_that_waits_for_its_answer_is_not() throws Exception {
        try (var fixture = path.start(limits(LONG, new ArrivalLimits(100, 100, LONG, SHORT)));
                RawWebSocket client = path.connect(fixture, 0)) {
            client.send("GET /slow HTTP/1.1\r\nHost: kefu.test\r\n\r\n".getBytes(ISO_8859_1));
            GatewayFixture.await(() -> fixture.gateway.arrivals().served() == 1);
            long asked = System.nanoTime();
            GatewayFixture.await(() -> System.nanoTime() - asked > 3 * SHORT.toNanos());
            fixture.slowly.release();
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.text(4)).isEqualTo("slow");
            GatewayFixture.await(() -> fixture.gateway.arrivals().served() == 0);
            assertThat(client.rest()).isEmpty();
            assertThat(fixture.events.of("refused TOO_SLOW")).isZero();
        }
    }

    @Test
    void a_connection_that_became_a_socket_is_no_longer_waited_for() throws Exception {
        try (var fixture = path.start(limits(LONG, new ArrivalLimits(100, 100, ROOMY, SHORT)));
                Pair others = new Pair(fixture)) {
            GatewayFixture.await(() -> fixture.gateway.arrivals().opening() == 0);
            long since = System.nanoTime();
            GatewayFixture.await(() -> System.nanoTime() - since > 2 * ROOMY.toNanos());
            others.talk();
            assertThat(fixture.gateway.arrivals().served()).isZero();
        }
    }

    @Test
    void a_flood_of_pings_and_of_fragments_of_one_byte_stays_with_who_sends_it() throws Exception {
        try (var fixture = path.start(limits(LONG, ArrivalLimits.DEFAULT));
                RawWebSocket pings = path.open(fixture, "kefu.v1.json");
                RawWebSocket pieces = path.open(fixture, "kefu.v1.json")) {
            Connection flooded = fixture.nextOpened();
            try (Pair others = new Pair(fixture)) {
                byte[] ping = RawFrame.ping("x".repeat(125)).bytes();
                byte[] piece = RawFrame.continuation(new byte[] {'x'}).notLast().bytes();
                pieces.send(RawFrame.text("\"").notLast());
                for (int round = 0; round < 20; round++) {
                    for (int i = 0; i < 100; i++) {
                        pings.send(ping);
                        pieces.send(piece);
                    }
                    others.talk();
                }
                pieces.send(RawFrame.continuation("\"".getBytes(ISO_8859_1)));
                assertThat(pieces.readClose()).isEqualTo(CloseCode.BAD_FRAME); // whole, and no frame of ours
                assertThat(flooded.queuedBytes()).isLessThanOrEqualTo(1024);
                others.talk();
            }
        }
    }

    /** Two who have nothing to do with it. */
    private final class Pair implements AutoCloseable {
        private final TestClient one;
        private final TestClient other;
        private int said;

        Pair(GatewayFixture fixture) {
            one = path.client(fixture, true);
            other = path.client(fixture, false);
        }

        void talk() {
            said++;
            say(one, "one " + said);
            say(other, "other " + said);
        }

        @Override
        public void close() {
            one.close();
            other.close();
        }
    }

    private static void say(TestClient client, String text) {
        client.send(ClientFrame.newBuilder()
                .setSend(Send.newBuilder().setText(text))
                .build());
        client.await(frame -> frame.getMessage().getText().equals(text));
    }

    /** TCP alone, also where TLS is spoken: whoever says nothing need not say it in secret. */
    private static Socket plain(GatewayFixture fixture) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** A whole request by and by, or a TLS record, until the server has enough of it. */
    private void dribble(Socket socket) {
        byte[] record = {22, 3, 1, 16, 0, 1, 0, 15, (byte) 252, 3, 3};
        byte[] request = path == ConnectionPath.THREADS_WITH_TLS ? record : HANDSHAKE.getBytes(ISO_8859_1);
        try {
            for (int at = 0; ; at = Math.min(at + 1, request.length - 4)) {
                socket.getOutputStream().write(request[at]);
                Thread.sleep(100); // a byte now and then is what this peer does
            }
        } catch (IOException e) {
            assertThat(socket.isConnected()).isTrue(); // it was closed, by the other side
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true; // a reset
        }
    }

    private static GatewayLimits limits(Duration stuck, ArrivalLimits arrivals) {
        return new GatewayLimits(
                100, 1000, 128 * 1024, 256 * 1024, 64 * 1024, LONG, LONG, Duration.ofMillis(300), stuck, arrivals);
    }
}
