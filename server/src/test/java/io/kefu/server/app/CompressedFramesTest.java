package io.kefu.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.kefu.protocol.FrameZstd;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Ping;
import io.kefu.protocol.v1.Send;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kefu.v1.proto+zstd} on a socket. */
class CompressedFramesTest {

    private static final String SUBPROTOCOL = "kefu.v1.proto+zstd";
    private static final String LONG = "我想退款，订单号202611223344。请稍等，我帮您查询一下。".repeat(20);

    @TempDir
    private static Path directory;

    private static WholeServer server;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawWebSocket greeted() throws Exception {
        Person visitor = server.visitor();
        RawWebSocket socket = RawWebSocket.open(server.port(), SUBPROTOCOL);
        send(socket, ClientFrame.newBuilder().setHello(Hello.newBuilder().setToken(visitor.token())));
        assertThat(read(socket, ServerFrame::hasWelcome).getWelcome().getConnectionId())
                .isNotEmpty();
        return socket;
    }

    private static void send(RawWebSocket socket, ClientFrame.Builder frame) throws Exception {
        socket.send(RawFrame.binary(FrameZstd.smaller(frame.build().toByteArray())));
    }

    private static ServerFrame read(RawWebSocket socket, Predicate<ServerFrame> wanted) throws Exception {
        ServerFrame frame;
        do {
            frame = ServerFrame.parseFrom(
                    FrameZstd.plain(socket.readSkippingPings().payload()));
        } while (!wanted.test(frame));
        return frame;
    }

    @Test
    void a_long_message_goes_and_is_answered_in_fewer_bytes() throws Exception {
        ClientFrame.Builder said = ClientFrame.newBuilder()
                .setSend(Send.newBuilder()
                        .setClientMsgId("z1")
                        .setMessageType(MessageType.MESSAGE_TYPE_TEXT)
                        .setText(LONG));
        byte[] plain = said.build().toByteArray();
        assertThat(FrameZstd.smaller(plain).length).isLessThan(plain.length / 4);
        try (RawWebSocket socket = greeted()) {
            send(socket, said);
            assertThat(read(socket, ServerFrame::hasAck).getAck().getClientMsgId())
                    .isEqualTo("z1");
        }
    }

    @Test
    void a_frame_that_is_not_compressed_is_taken_too() throws Exception {
        try (RawWebSocket socket = greeted()) {
            socket.send(RawFrame.binary(ClientFrame.newBuilder()
                    .setPing(Ping.newBuilder().setNonce("n"))
                    .build()
                    .toByteArray()));
            assertThat(read(socket, ServerFrame::hasPong).getPong().getNonce()).isEqualTo("n");
        }
    }

    @Test
    void what_would_be_too_large_or_is_damaged_closes_as_a_bad_frame() throws Exception {
        byte[] damaged = FrameZstd.smaller(LONG.getBytes(StandardCharsets.UTF_8));
        damaged[damaged.length - 1] ^= 0x55;
        for (byte[] payload :
                new byte[][] {Zstd.compress(new byte[64 << 20]), damaged, {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0}}) {
            try (RawWebSocket socket = greeted()) {
                socket.send(RawFrame.binary(payload));
                assertThat(socket.readClose()).isEqualTo(4400);
            }
        }
    }
}
