package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.FrameDeflate;
import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, as far as it is agreed on. */
@ParameterizedClass
@EnumSource(ConnectionPath.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PermessageDeflateTest {
    private static final String JSON = "Sec-WebSocket-Protocol: kefu.v1.json";
    private static final String WITHOUT_TAKEOVER =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    private static final int RSV1 = 0x40;
    private static GatewayFixture fixture;

    private final ConnectionPath path;

    PermessageDeflateTest(ConnectionPath path) {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "Permessage-Deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=8",
                "permessage-deflate; client_max_window_bits=\"10\"; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover",
                "x-webkit-deflate-frame, permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate",
                "permessage-deflate; unheard_of, permessage-deflate; client_max_window_bits",
            })
    void it_is_agreed_on_without_context_takeover(String offer) throws IOException {
        assertThat(head("Sec-WebSocket-Extensions: " + offer))
                .contains("Sec-WebSocket-Extensions: " + WITHOUT_TAKEOVER + "\r\n");
    }

    @Test
    void a_window_as_large_as_ours_is_confirmed() throws IOException {
        assertThat(head("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=15"))
                .contains("Sec-WebSocket-Extensions: " + WITHOUT_TAKEOVER + "; server_max_window_bits=15\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "permessage-deflat",
                "permessage-bzip2",
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; unheard_of",
            })
    void what_cannot_be_agreed_on_is_left_out(String offer) throws IOException {
        assertThat(head("Sec-WebSocket-Extensions: " + offer))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContain("Sec-WebSocket-Extensions");
    }

    @Test
    void messages_may_be_compressed_or_not_in_any_order() throws IOException {
        try (RawWebSocket socket = agreed()) {
            for (int i = 0; i < 20; i++) {
                String text = "你好 ".repeat(i);
                RawFrame plain = Rfc6455Cases.say(text);
                socket.send(i % 3 == 0 ? plain : deflated(plain.payload()));
                assertThat("text " + socket.read().text()).isEqualTo(Rfc6455Cases.said(text));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "7"})
    void a_compressed_message_may_come_in_fragments_of_which_the_first_says_so(int size) throws IOException {
        byte[] payload = deflated(
                        Rfc6455Cases.say("fragments, fragments, fragments").payload())
                .payload();
        try (RawWebSocket socket = agreed()) {
            for (int at = 0; at < payload.length; at += size) {
                byte[] part = Arrays.copyOfRange(payload, at, Math.min(payload.length, at + size));
                RawFrame frame = at == 0 ? RawFrame.of(1, part).reservedBit(RSV1) : RawFrame.continuation(part);
                socket.send(at + size < payload.length ? frame.notLast() : frame);
                if (at == 0) {
                    socket.send(RawFrame.ping("between"));
                    assertThat(socket.read().text()).isEqualTo("between");
                }
            }
            assertThat("text " + socket.read().text()).isEqualTo(Rfc6455Cases.said("fragments, fragments, fragments"));
        }
    }

    @Test
    void what_is_large_comes_compressed_and_what_is_small_does_not() throws IOException {
        String text = "compressible ".repeat(400);
        try (RawWebSocket socket = agreed()) {
            socket.send(Rfc6455Cases.say(text));
            RawWebSocket.Received answer = socket.read();
            assertThat(answer.reserved()).isEqualTo(RSV1);
            assertThat(answer.payload().length).isLessThan(200);
            assertThat("text " + inflated(answer.payload())).isEqualTo(Rfc6455Cases.said(text));
            socket.send(Rfc6455Cases.say("short"));
            assertThat(socket.read().reserved()).isZero();
        }
    }

    @Test
    void nobody_gets_it_who_has_not_asked() throws IOException {
        try (RawWebSocket socket = path.open(fixture, "kefu.v1.json")) {
            socket.send(Rfc6455Cases.say("compressible ".repeat(400)));
            assertThat(socket.read().reserved()).isZero();
        }
    }

    @Test
    void a_bomb_is_refused_when_it_grows_over_the_bound() throws IOException {
        byte[] bomb = FrameDeflate.deflate(
                "{\"send\":{\"text\":\"".concat("x".repeat(20_000_000)).getBytes(UTF_8));
        assertThat(bomb.length).isLessThan(128 * 1024);
        closes(1009, RawFrame.of(1, bomb).reservedBit(RSV1));
    }

    @Test
    void what_is_just_within_the_bound_is_not_refused() throws IOException {
        String text = "x".repeat(100_000);
        try (RawWebSocket socket = agreed()) {
            socket.send(deflated(Rfc6455Cases.say(text).payload()));
            assertThat("text " + inflated(socket.read().payload())).isEqualTo(Rfc6455Cases.said(text));
        }
    }

    @Test
    void control_frames_and_continuations_are_not_compressed() throws IOException {
        closes(1002, RawFrame.ping("x").reservedBit(RSV1));
        closes(1002, RawFrame.of(10, new byte[0]).reservedBit(RSV1));
        closes(1002, RawFrame.close(1000, "").reservedBit(RSV1));
        closes(
                1002,
                RawFrame.text("{").notLast(),
                RawFrame.continuation(new byte[0]).reservedBit(RSV1));
        closes(1002, Rfc6455Cases.say("x").reservedBit(0x20));
        closes(1002, Rfc6455Cases.say("x").reservedBit(0x60));
    }

    @Test
    void what_is_not_deflate_or_not_utf8_when_it_is_inflated_is_refused() throws IOException {
        closes(1007, RawFrame.of(1, HexFormat.of().parseHex("ffffffff")).reservedBit(RSV1));
        closes(1007, deflated(HexFormat.of().parseHex("c0af".repeat(20))));
        closes(1007, deflated(("{" + " ".repeat(40)).getBytes(UTF_8), (byte) 0xE4));
    }

    @Test
    void an_empty_compressed_message_is_an_empty_message() throws IOException {
        closes(4400, RawFrame.of(1, new byte[] {0}).reservedBit(RSV1)); // and no frame of ours
    }

    private void closes(int code, RawFrame... frames) throws IOException {
        try (RawWebSocket socket = agreed()) {
            for (RawFrame frame : frames) {
                socket.send(frame);
            }
            assertThat(socket.readClose()).isEqualTo(code);
        }
    }

    private RawWebSocket agreed() throws IOException {
        RawWebSocket socket = path.connect(fixture, 0);
        socket.send(RawWebSocket.handshake("/ws/v1", JSON, "Sec-WebSocket-Extensions: permessage-deflate")
                .getBytes(ISO_8859_1));
        assertThat(socket.head()).contains("permessage-deflate");
        return socket;
    }

    private String head(String header) throws IOException {
        try (RawWebSocket socket = path.connect(fixture, 0)) {
            socket.send(RawWebSocket.handshake("/ws/v1", JSON, header).getBytes(ISO_8859_1));
            return socket.head();
        }
    }

    private static RawFrame deflated(byte[] payload, byte... more) {
        byte[] all = Arrays.copyOf(payload, payload.length + more.length);
        System.arraycopy(more, 0, all, payload.length, more.length);
        byte[] deflated = FrameDeflate.deflate(all);
        return deflated.length == 0 && all.length > 0
                ? RawFrame.of(1, all)
                : RawFrame.of(1, deflated).reservedBit(RSV1);
    }

    private static String inflated(byte[] payload) {
        try {
            return new String(FrameDeflate.inflate(payload, 1 << 20), UTF_8);
        } catch (DataFormatException | FrameDeflate.TooLargeException e) {
            throw new AssertionError(e);
        }
    }
}
