package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.testing.RawWebSocket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever has asked for something, and then neither goes on nor reads the answer, does not keep the server waiting. */
@ParameterizedClass
@EnumSource(ConnectionPath.class)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowPeersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration WHOLE = Duration.ofSeconds(15);

    private final ConnectionPath path;

    SlowPeersTest(ConnectionPath path) {
        this.path = path;
    }

    @Test
    void a_body_that_does_not_come_ends_with_its_connection() throws Exception {
        try (var fixture = path.start(limits(WHOLE, LONG));
                RawWebSocket client = path.connect(fixture, 0)) {
            hello(client); // whatever TLS takes is over
            client.send(post(100, "x"));

            assertThat(ended(client)).isTrue();

            GatewayFixture.await(() -> fixture.gateway.waits().underWay() == 0);
            assertThat(fixture.events.of("refused TOO_SLOW")).isPositive();
        }
    }

    @Test
    void a_body_that_comes_in_pieces_is_waited_for() throws Exception {
        String half = "x".repeat(8 * TimedBody.LEAST_BYTES_A_SECOND);
        try (var fixture = path.start(limits(LONG, LONG));
                RawWebSocket client = path.connect(fixture, 0)) {
            client.send(post(2 * half.length(), half));
            GatewayFixture.await(() -> fixture.gateway.waits().underWay() > 0);
            client.send(half.getBytes(ISO_8859_1));

            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.text(5)).isEqualTo("16384");
            assertThat(fixture.events.of("refused TOO_SLOW")).isZero();
        }
    }

    @Test
    void an_answer_that_nobody_reads_ends_with_its_connection() throws Exception {
        try (var fixture = path.start(limits(LONG, SHORT));
                RawWebSocket client = path.connect(fixture, 4096)) {
            client.send("GET /large HTTP/1.1\r\nHost: kefu.test\r\n\r\n".getBytes(ISO_8859_1));

            GatewayFixture.await(() -> fixture.events.of("refused TOO_SLOW") >= 1);
            GatewayFixture.await(() -> fixture.gateway.waits().underWay() == 0);
        }
    }

    private static void hello(RawWebSocket client) throws IOException {
        client.send("GET /hello HTTP/1.1\r\nHost: kefu.test\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        assertThat(client.text(5)).isEqualTo("hello");
    }

    private static byte[] post(int length, String begin) {
        return ("POST /echo HTTP/1.1\r\nHost: kefu.test\r\nContent-Length: " + length + "\r\n\r\n" + begin)
                .getBytes(ISO_8859_1);
    }

    private static boolean ended(RawWebSocket client) {
        try {
            client.rest();
            return true;
        } catch (IOException e) {
            return !(e instanceof SocketTimeoutException); // a reset
        }
    }

    private static GatewayLimits limits(Duration whole, Duration stuck) {
        return new GatewayLimits(
                100,
                1000,
                128 * 1024,
                256 * 1024,
                64 * 1024,
                LONG,
                LONG,
                SHORT,
                stuck,
                new ArrivalLimits(100, 100, whole, LONG));
    }
}
