package io.kefu.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.tls.Tls;
import io.kefu.protocol.EncodedFrame;
import io.kefu.server.testing.RawWebSocket;
import io.kefu.server.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The virtual-thread path with TLS ended in this process. */
class TlsSocketConformanceTest extends WebSocketConformance {
    private static SSLContext context;

    @BeforeAll
    static void certificate(@TempDir Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        context = TestCertificate.context(folder);
    }

    @Override
    GatewayFixture start() {
        return start(StreamSocketConformanceTest.LIMITS);
    }

    private static GatewayFixture start(GatewayLimits limits) {
        Tls tls = Tls.builder().sslContext(context).build();
        return new GatewayFixture(limits, server -> server.tls(tls), GatewayFixture.Room::new);
    }

    @Override
    RawWebSocket open(GatewayFixture server, String subprotocol) throws IOException {
        RawWebSocket socket = new RawWebSocket(server.port(), context);
        socket.open(subprotocol);
        return socket;
    }

    @Test
    void a_stuck_write_is_freed_although_tls_holds_its_lock() throws IOException, InterruptedException {
        try (GatewayFixture server = start(WebSocketTimersTest.STUCK_SOON);
                RawWebSocket stuck = new RawWebSocket(server.port(), 4096, context)) {
            stuck.open("kefu.v1.json");
            Connection connection = server.nextOpened();
            EncodedFrame frame = GatewayFixture.message("x".repeat(10_000));
            GatewayFixture.await(() -> {
                if (connection.queuedBytes() < 128 * 1024) {
                    connection.send(frame);
                }
                return server.events.of("write stuck") == 1;
            });
            assertThat(server.nextSeen()).isEqualTo("closed 4503 reads nothing");
            GatewayFixture.await(() -> server.gateway.connections().isEmpty());
        }
    }
}
