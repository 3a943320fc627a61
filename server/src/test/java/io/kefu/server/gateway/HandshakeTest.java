package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 4, and our own conditions. */
@ParameterizedClass
@EnumSource(ConnectionPath.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandshakeTest {
    private static final String JSON = "Sec-WebSocket-Protocol: kefu.v1.json";
    private static GatewayFixture fixture;

    private final ConnectionPath path;

    HandshakeTest(ConnectionPath path) {
        this.path = path;
    }

    @BeforeParameterizedClassInvocation
    static void start(ConnectionPath path) {
        fixture = path.start();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        fixture.close();
    }

    @Test
    void the_answer_proves_that_the_key_was_read() throws IOException {
        assertThat(answer(RawWebSocket.handshake("/ws/v1", JSON)))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") // RFC 6455, section 1.3
                .contains("Sec-WebSocket-Protocol: kefu.v1.json\r\n")
                .contains("Upgrade: websocket\r\n")
                .contains("Connection: Upgrade\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kefu.v1.proto, kefu.v1.json|kefu.v1.proto",
                "chat, kefu.v1.json ,kefu.v1.proto|kefu.v1.json",
            })
    void the_first_subprotocol_that_both_speak_is_taken(String asked, String taken) throws IOException {
        assertThat(answer(RawWebSocket.handshake("/ws/v1", "Sec-WebSocket-Protocol: " + asked)))
                .contains("Sec-WebSocket-Protocol: " + taken + "\r\n");
        String inTwoLines = "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: kefu.v1.proto";
        assertThat(answer(RawWebSocket.handshake("/ws/v1", inTwoLines)))
                .contains("Sec-WebSocket-Protocol: kefu.v1.proto\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "WebSocket"})
    void both_spellings_of_the_upgrade_are_understood(String spelling) throws IOException {
        String request = RawWebSocket.handshake("/ws/v1", JSON).replace("Upgrade: websocket", "Upgrade: " + spelling);
        assertThat(answer(request)).startsWith("HTTP/1.1 101 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-WebSocket-Protocol: kefu.v1.json|X-None: 1|400|bad_request",
                "Sec-WebSocket-Protocol: kefu.v1.json|Sec-WebSocket-Protocol: kefu.v2.json|400|bad_request",
                "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 8|426|bad_request",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Key: short|400|bad_request",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|X-None: 1|400|bad_request",
                "Connection: keep-alive, Upgrade|Connection: keep-alive|400|bad_request",
                "GET |POST |400|bad_request",
            })
    void a_faulty_handshake_is_refused_with_a_problem(String right, String wrong, int status, String code)
            throws IOException {
        String answer = answer(RawWebSocket.handshake("/ws/v1", JSON).replace(right, wrong));
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("Content-Type: application/problem+json")
                .contains("\"code\":\"" + code + "\"")
                .contains("\"status\":" + status);
        assertThat(answer.contains("Sec-WebSocket-Version: 13")).isEqualTo(status == 426);
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example,101",
        "https://evil.example,403",
        "null,403",
        "https://kefu.test,101", // its own, with TLS ended in front
        "http://kefu.test,101",
        "http://kefu.test:81,403",
        "http://kefu.test.evil.example,403",
        "http://kefu.test@evil.example,403",
        "%%%,403",
    })
    void a_page_of_a_foreign_origin_may_not_connect(String origin, int status) throws IOException {
        assertThat(answer(RawWebSocket.handshake("/ws/v1", JSON, "Origin: " + origin)))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void a_frame_may_come_in_the_same_packet_as_the_handshake() throws IOException {
        try (RawWebSocket socket = path.connect(fixture, 0)) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(RawWebSocket.handshake("/ws/v1", JSON).getBytes(ISO_8859_1));
            bytes.writeBytes(RawFrame.text("{\"ping\":{\"nonce\":\"early\"}}").bytes());
            socket.send(bytes.toByteArray());
            socket.head();
            assertThat(socket.read().text()).isEqualTo("{\"pong\":{\"nonce\":\"early\"}}");
        }
    }

    @Test
    void ordinary_requests_still_answer() throws IOException {
        try (RawWebSocket socket = path.connect(fixture, 0)) {
            socket.send("GET /hello HTTP/1.1\r\nHost: kefu.test\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(socket.head()).startsWith("HTTP/1.1 200 ");
            assertThat(socket.text(5)).isEqualTo("hello");
        }
        assertThat(answer(RawWebSocket.handshake("/elsewhere", JSON))).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void a_handshake_may_follow_an_ordinary_request_on_the_same_connection() throws IOException {
        try (RawWebSocket socket = path.connect(fixture, 0)) {
            socket.send("GET /hello HTTP/1.1\r\nHost: kefu.test\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(socket.head()).startsWith("HTTP/1.1 200 ");
            assertThat(socket.text(5)).isEqualTo("hello");
            socket.send(RawWebSocket.handshake("/ws/v1", JSON).getBytes(ISO_8859_1));
            assertThat(socket.head()).startsWith("HTTP/1.1 101 ");
            socket.send(RawFrame.text("{\"ping\":{\"nonce\":\"n\"}}"));
            assertThat(socket.read().text()).isEqualTo("{\"pong\":{\"nonce\":\"n\"}}");
        }
    }

    @Test
    void a_handshake_may_come_byte_by_byte() throws IOException {
        try (RawWebSocket socket = path.connect(fixture, 0)) {
            for (byte octet : RawWebSocket.handshake("/ws/v1", JSON).getBytes(ISO_8859_1)) {
                socket.send(new byte[] {octet});
            }
            assertThat(socket.head()).startsWith("HTTP/1.1 101 ");
        }
    }

    /** RFC 6455, section 4.2.1: what else is no handshake, whatever is answered to it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade: websocket|Upgrade: h2c",
                "Upgrade: websocket|X-None: 1",
                "HTTP/1.1|HTTP/1.0",
                "Host: kefu.test|X-None: 1",
                "GET |HEAD ",
                "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 12",
                "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 113",
                "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 13, 8",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZS4=",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j!!==",
                "kefu.v1.json|KEFU.V1.JSON",
                "kefu.v1.json|kefu.v1.json2",
            })
    void what_is_no_handshake_is_not_taken_for_one(String right, String wrong) throws IOException {
        String request = RawWebSocket.handshake("/ws/v1", JSON).replace(right, wrong);
        String answer;
        try (RawWebSocket socket = path.connect(fixture, 0)) {
            socket.send(request.getBytes(ISO_8859_1));
            answer = socket.head();
        } catch (IOException e) {
            answer = ""; // closed without a word
        }
        assertThat(answer).doesNotContain(" 101 ");
    }

    @Test
    void a_query_and_extensions_that_nobody_knows_do_no_harm() throws IOException {
        String request = RawWebSocket.handshake("/ws/v1?from=here", JSON, "Sec-WebSocket-Extensions: x-unknown; a=1");
        assertThat(answer(request)).startsWith("HTTP/1.1 101 ").doesNotContain("x-unknown");
    }

    @Test
    void more_connections_than_allowed_are_refused() throws IOException, InterruptedException {
        var limits = limits(2, 1000);
        try (GatewayFixture small = path.start(limits);
                RawWebSocket first = path.open(small, "kefu.v1.json");
                RawWebSocket second = path.open(small, "kefu.v1.json")) {
            small.nextOpened();
            small.nextOpened();
            assertThat(answer(small, RawWebSocket.handshake("/ws/v1", JSON)))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\"code\":\"overloaded\"")
                    .contains("Retry-After: ");
            first.reset();
            second.send(RawFrame.ping("still here"));
            assertThat(second.read().text()).isEqualTo("still here");
            GatewayFixture.await(() -> small.gateway.connections().size() == 1);
            path.open(small, "kefu.v1.json").close();
            assertThat(small.events.of("refused TOO_MANY_CONNECTIONS")).isEqualTo(1);
        }
    }

    @Test
    void handshakes_that_come_too_fast_are_refused() throws IOException {
        try (GatewayFixture slow = path.start(limits(100, 1))) {
            String request = RawWebSocket.handshake("/ws/v1", JSON);
            assertThat(answer(slow, request)).startsWith("HTTP/1.1 101 ");
            String answer = "";
            for (int i = 0; i < 20 && !answer.startsWith("HTTP/1.1 429 "); i++) { // one may take long here
                answer = answer(slow, request);
            }
            assertThat(answer)
                    .startsWith("HTTP/1.1 429 ")
                    .contains("\"code\":\"rate_limited\"")
                    .contains("Retry-After: 1\r\n")
                    .contains("\"retry_after_ms\":1000");
        }
    }

    @Test
    void one_address_cannot_take_what_everybody_shares() throws Exception {
        AddressGate two = new AddressGate(2, 1000, (_, forwardedFor) -> forwardedFor.orElse(""), _ -> false);
        try (GatewayFixture shared = path.start(ConnectionPath.LIMITS, two, GatewayFixture.Room::new)) {
            try (RawWebSocket one = from(shared, "10.0.0.1")) {
                from(shared, "10.0.0.1").close();
                GatewayFixture.await(() -> shared.gateway.connections().size() == 1);
                try (RawWebSocket other = from(shared, "10.0.0.1")) {
                    assertThat(one.localPort()).isNotEqualTo(other.localPort());
                    // It has its answer a moment before it counts.
                    GatewayFixture.await(() -> shared.gateway.connections().size() == 2);
                    String third = RawWebSocket.handshake(
                            "/ws/v1", "Sec-WebSocket-Protocol: kefu.v1.json", "X-Forwarded-For: 10.0.0.1");
                    assertThat(answer(shared, third))
                            .startsWith("HTTP/1.1 429 ")
                            .contains("\"code\":\"rate_limited\"")
                            .contains("your address");
                    from(shared, "10.0.0.2").close();
                }
            }
            GatewayFixture.await(() -> two.addresses() == 0); // nobody is remembered who is gone
        }
    }

    @Test
    void who_comes_back_to_a_successor_may_come_fast_and_takes_no_more_than_its_address_may_have() throws Exception {
        AddressGate gate = new AddressGate(2, 1, (_, forwardedFor) -> forwardedFor.orElse(""), _ -> false);
        try (GatewayFixture successor = path.start(ConnectionPath.LIMITS, gate, GatewayFixture.Room::new)) {
            successor.gateway.expect(100, Duration.ofMinutes(5));
            try (RawWebSocket one = from(successor, "10.0.0.1");
                    RawWebSocket other = from(successor, "10.0.0.1")) {
                GatewayFixture.await(() -> successor.gateway.connections().size() == 2);
                assertThat(one.localPort()).isNotEqualTo(other.localPort());
                String third = RawWebSocket.handshake(
                        "/ws/v1", "Sec-WebSocket-Protocol: kefu.v1.json", "X-Forwarded-For: 10.0.0.1");
                assertThat(answer(successor, third)).startsWith("HTTP/1.1 429 ").contains("As many connections");
                from(successor, "10.0.0.2").close();
            }
        }
    }

    @Test
    void one_address_opens_only_so_many_a_second() {
        AddressGate gate = new AddressGate(100, 3, (_, forwardedFor) -> forwardedFor.orElse(""), _ -> false);
        Handshake one = handshake("10.0.0.1");
        assertThat(List.of(
                        gate.tooFast(one, 0).isEmpty(),
                        gate.tooFast(one, 0).isEmpty(),
                        gate.tooFast(one, 0).isEmpty(),
                        gate.tooFast(one, 0).isEmpty(),
                        gate.tooFast(handshake("10.0.0.2"), 0).isEmpty(),
                        gate.tooFast(one, 1_000_000_000).isEmpty()))
                .containsExactly(true, true, true, false, true, true);
    }

    private static Handshake handshake(String from) {
        return new Handshake(from, "kefu.test", Optional.empty());
    }

    private RawWebSocket from(GatewayFixture gateway, String address) throws IOException {
        RawWebSocket socket = path.connect(gateway, 0);
        socket.send(
                RawWebSocket.handshake("/ws/v1", "Sec-WebSocket-Protocol: kefu.v1.json", "X-Forwarded-For: " + address)
                        .getBytes(ISO_8859_1));
        assertThat(socket.head()).startsWith("HTTP/1.1 101 ");
        return socket;
    }

    private static GatewayLimits limits(int connections, int handshakes) {
        return new GatewayLimits(
                connections,
                handshakes,
                1024,
                1024,
                1024,
                Duration.ofSeconds(25),
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                ArrivalLimits.DEFAULT);
    }

    private String answer(String request) throws IOException {
        return answer(fixture, request);
    }

    private String answer(GatewayFixture server, String request) throws IOException {
        try (RawWebSocket socket = path.connect(server, 0)) {
            socket.send(request.getBytes(ISO_8859_1));
            String head = socket.head();
            boolean refused = head.contains("problem+json");
            return refused ? head + socket.rest() : head;
        }
    }
}
