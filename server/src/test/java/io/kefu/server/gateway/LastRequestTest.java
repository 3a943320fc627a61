package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.testing.RawWebSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that says {@code Connection: close} may wait for the end of the connection, and need not wait for long. */
@ParameterizedClass
@EnumSource(ConnectionPath.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LastRequestTest {
    /** Long for an end that follows the answer; short for one that comes with a client's or the server's patience. */
    private static final long SOON_NANOS = 5_000_000_000L;

    private final ConnectionPath path;

    LastRequestTest(ConnectionPath path) {
        this.path = path;
    }

    @Test
    void after_the_answer_the_connection_ends_at_once() throws Exception {
        ends("GET /hello HTTP/1.1\r\nHost: kefu.test\r\nConnection: close\r\n\r\n", "hello");
    }

    @Test
    void so_it_does_after_a_request_with_a_body() throws Exception {
        ends("POST /echo HTTP/1.1\r\nHost: kefu.test\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc", "3");
    }

    /** Closed with bytes that nobody has read, TCP would take the answer back. */
    @Test
    void so_it_does_after_a_body_that_nobody_wants() throws Exception {
        String body = "a".repeat(1 << 20);
        ends(
                "POST /deaf HTTP/1.1\r\nHost: kefu.test\r\nConnection: close\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body,
                "what?");
    }

    private void ends(String request, String answer) throws Exception {
        try (GatewayFixture fixture = path.start();
                RawWebSocket client = path.connect(fixture, 0)) {
            client.send(request.getBytes(ISO_8859_1));

            assertThat(client.head()).contains("HTTP/1.1 200", "Connection: close");
            long answered = System.nanoTime();
            assertThat(client.rest()).isEqualTo(answer);
            assertThat(System.nanoTime() - answered).isLessThan(SOON_NANOS);
        }
    }
}
