package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.kefu.protocol.v1.GoAwayReason;
import io.kefu.server.testing.RawWebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is to leave finds its way: it does not come back by a connection that it has kept. */
@ParameterizedClass
@EnumSource(ConnectionPath.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeavingTest {
    private static final byte[] GET = "GET /hello HTTP/1.1\r\nHost: kefu.test\r\n\r\n".getBytes(ISO_8859_1);

    private final ConnectionPath path;

    LeavingTest(ConnectionPath path) {
        this.path = path;
    }

    @Test
    void an_answer_is_the_last_on_its_connection() throws Exception {
        try (GatewayFixture fixture = path.start();
                RawWebSocket client = path.connect(fixture, 0)) {
            client.send(GET);
            assertThat(client.head()).contains("Connection: keep-alive");
            assertThat(client.text(5)).isEqualTo("hello");
            fixture.gateway.leave(GoAwayReason.GO_AWAY_REASON_UPGRADE, Duration.ZERO);

            client.send(GET);

            assertThat(client.head()).contains("Connection: close");
            assertThat(client.rest()).isEqualTo("hello");
            GatewayFixture.await(() -> fixture.gateway.arrivals().served() == 0);
        }
    }

    @Test
    void so_is_the_answer_to_what_has_a_body() throws Exception {
        try (GatewayFixture fixture = path.start();
                RawWebSocket client = path.connect(fixture, 0)) {
            fixture.gateway.leave(GoAwayReason.GO_AWAY_REASON_UPGRADE, Duration.ZERO);

            client.send("POST /echo HTTP/1.1\r\nHost: kefu.test\r\nContent-Length: 3\r\n\r\nabc".getBytes(ISO_8859_1));

            assertThat(client.head()).contains("Connection: close");
            assertThat(client.rest()).isEqualTo("3");
        }
    }

    @Test
    void so_is_the_last_call_of_a_grpc_channel() throws Exception {
        if (path == ConnectionPath.THREADS_WITH_TLS) {
            return; // gRPC comes without TLS here
        }
        try (GatewayFixture fixture = path.start()) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", fixture.port())
                    .usePlaintext()
                    .build();
            CompletableFuture<Status> ended = new CompletableFuture<>();
            ClientCall<byte[], byte[]> call = call(channel, ended);
            fixture.nextOpened();
            fixture.gateway.leave(GoAwayReason.GO_AWAY_REASON_UPGRADE, Duration.ZERO);

            call.halfClose();

            assertThat(ended.get(60, TimeUnit.SECONDS).isOk()).isTrue();
            GatewayFixture.await(() -> channel.getState(false) != ConnectivityState.READY);
            GatewayFixture.await(() -> fixture.gateway.arrivals().served() == 0);
            channel.shutdownNow();
        }
    }

    @Test
    void who_stays_keeps_its_connections() throws Exception {
        try (GatewayFixture fixture = path.start();
                RawWebSocket client = path.connect(fixture, 0)) {
            fixture.gateway.leave(GoAwayReason.GO_AWAY_REASON_UPGRADE, Duration.ZERO);
            fixture.gateway.stay();

            client.send(GET);

            assertThat(client.head()).contains("Connection: keep-alive");
        }
    }

    private static ClientCall<byte[], byte[]> call(ManagedChannel channel, CompletableFuture<Status> ended) {
        ClientCall<byte[], byte[]> call = channel.newCall(GrpcMarshallers.CONNECT, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
        call.request(10);
        return call;
    }
}
