package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.kefu.server.admin.http.ClientAddress;
import io.kefu.server.testing.TcpBalancer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** gRPC through a balancer that begins each connection with a PROXY protocol header. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GrpcBehindBalancerTest {
    private static final byte[] HEADER = "PROXY TCP4 203.0.113.7 127.0.0.1 12345 443\r\n".getBytes(ISO_8859_1);

    @Test
    void what_the_client_itself_writes_into_a_header_is_not_believed() throws Exception {
        ClientAddress behind = new ClientAddress(List.of("127.0.0.1"));
        AddressGate gate = new AddressGate(1_000, 1_000, behind::of, behind::trusted);
        try (GatewayFixture fixture = ConnectionPath.LOOPS.behindProxy(ConnectionPath.LIMITS, gate);
                TcpBalancer balancer = new TcpBalancer(fixture.port(), HEADER)) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", balancer.port())
                    .usePlaintext()
                    .build();
            try {
                connect(channel, "192.0.2.1");
                Connection opened = fixture.opened.poll(60, TimeUnit.SECONDS);
                assertThat(opened).isNotNull();
                assertThat(opened.handshake().clientAddress()).isEqualTo("203.0.113.7");
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static void connect(Channel channel, String forwardedFor) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER), forwardedFor);
        ClientCall<byte[], byte[]> call = channel.newCall(GrpcMarshallers.CONNECT, CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, headers);
        call.request(1);
    }
}
