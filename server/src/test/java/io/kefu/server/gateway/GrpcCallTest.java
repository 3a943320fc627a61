package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a call ends, as its client sees it, and what is left of its TCP connection. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GrpcCallTest {
    private GatewayFixture fixture;
    private ManagedChannel channel;

    /** The status, and the close code; empty where there is none. */
    private record End(Status status, String code) {}

    @BeforeEach
    void start() {
        fixture = ConnectionPath.LOOPS.start();
        channel = channel();
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", fixture.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        fixture.close();
    }

    @Test
    void a_message_that_is_too_large_ends_it_with_a_status_and_a_close_code() throws Exception {
        End end = endOf(CallOptions.DEFAULT, new byte[ConnectionPath.LIMITS.maxMessageBytes() + 1]);

        assertThat(end.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(end.code()).isEqualTo("1009");
        GatewayFixture.await(() -> fixture.events.of("closed 1009") == 1);
        assertThat(fixture.events.of("violated 1009")).isEqualTo(1);
        assertThat(fixture.events.of("reset")).isZero();
    }

    @Test
    void a_message_that_is_compressed_ends_it_with_a_status_and_a_close_code() throws Exception {
        End end = endOf(
                CallOptions.DEFAULT.withCompression("gzip"),
                "{\"ping\":{}}".repeat(100).getBytes(UTF_8));

        assertThat(end.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(end.code()).isEqualTo("1003");
        GatewayFixture.await(() -> fixture.events.of("closed 1003") == 1);
        assertThat(fixture.events.of("reset")).isZero();
    }

    @Test
    void a_client_that_gives_it_up_is_counted_as_one_that_broke_off() throws Exception {
        CompletableFuture<End> ended = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = call(CallOptions.DEFAULT, ended);
        fixture.nextOpened();
        call.cancel("enough", null);

        GatewayFixture.await(() -> fixture.events.of("closed 1006") == 1);
        assertThat(fixture.events.of("reset")).isEqualTo(1);
    }

    @Test
    void a_client_that_gives_it_up_while_its_room_is_made_is_counted_too() throws Exception {
        fixture.close();
        CountDownLatch givenUp = new CountDownLatch(1);
        fixture = ConnectionPath.LOOPS.start(ConnectionPath.LIMITS, (there, connection) -> {
            there.seen.add("making");
            try {
                givenUp.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new GatewayFixture.Room(there, connection);
        });
        channel.shutdownNow();
        channel = channel();
        try {
            ClientCall<byte[], byte[]> call = call(CallOptions.DEFAULT, new CompletableFuture<>());
            assertThat(fixture.nextSeen()).isEqualTo("making");
            call.cancel("enough", null);
            channel.shutdown();
            assertThat(channel.awaitTermination(60, TimeUnit.SECONDS)).isTrue(); // what it sent is on its way
            TimeUnit.MILLISECONDS.sleep(200); // and the server has read it, or reads it later: both are to be counted
        } finally {
            givenUp.countDown();
        }

        GatewayFixture.await(() -> fixture.events.of("closed 1006") == 1);
        assertThat(fixture.events.of("reset")).isEqualTo(1);
    }

    @Test
    void its_tcp_connection_is_closed_when_nothing_more_is_asked_on_it() throws Exception {
        fixture.close();
        fixture = ConnectionPath.LOOPS.start(idle(Duration.ofMillis(300)));
        channel.shutdownNow();
        channel = channel();
        CompletableFuture<End> ended = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = call(CallOptions.DEFAULT, ended);
        fixture.nextOpened();
        long since = System.nanoTime();
        GatewayFixture.await(
                () -> System.nanoTime() - since > Duration.ofSeconds(2).toNanos());
        assertThat(fixture.gateway.arrivals().served()).isEqualTo(1); // and stays while the call does
        assertThat(ended).isNotDone();

        call.halfClose();

        assertThat(ended.get(60, TimeUnit.SECONDS).code()).isEqualTo("1000");
        GatewayFixture.await(() -> fixture.gateway.arrivals().served() == 0);
        GatewayFixture.await(() -> channel.getState(false) != ConnectivityState.READY);
    }

    @Test
    void one_whose_room_could_not_be_made_counts_no_longer() throws Exception {
        fixture.close();
        fixture = ConnectionPath.LOOPS.start(idle(Duration.ofMillis(300)), (there, _) -> {
            there.seen.add("failing");
            throw new IllegalStateException("a fault of the room, on purpose");
        });
        channel.shutdownNow();
        channel = channel();
        call(CallOptions.DEFAULT, new CompletableFuture<>());

        assertThat(fixture.nextSeen()).isEqualTo("failing");
        GatewayFixture.await(() -> fixture.gateway.connections().isEmpty());
        GatewayFixture.await(() -> fixture.gateway.arrivals().served() == 0);
    }

    private static GatewayLimits idle(Duration idle) {
        GatewayLimits usual = ConnectionPath.LIMITS;
        return new GatewayLimits(
                usual.maxConnections(),
                usual.handshakesPerSecond(),
                usual.maxMessageBytes(),
                usual.outboundBytes(),
                usual.mergeBytes(),
                usual.heartbeat(),
                usual.helloWait(),
                usual.closeWait(),
                usual.stuckWrite(),
                new ArrivalLimits(100, 100, Duration.ofSeconds(60), idle));
    }

    private End endOf(CallOptions options, byte[] message) throws Exception {
        CompletableFuture<End> ended = new CompletableFuture<>();
        ClientCall<byte[], byte[]> call = call(options, ended);
        fixture.nextOpened();
        call.setMessageCompression(true);
        call.sendMessage(message);
        return ended.get(60, TimeUnit.SECONDS);
    }

    private ClientCall<byte[], byte[]> call(CallOptions options, CompletableFuture<End> ended) {
        ClientCall<byte[], byte[]> call = channel.newCall(GrpcMarshallers.CONNECT, options);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        String code = trailers.get(GrpcConnection.CLOSE_CODE);
                        ended.complete(new End(status, code == null ? "" : code));
                    }
                },
                new Metadata());
        call.request(10);
        return call;
    }
}
