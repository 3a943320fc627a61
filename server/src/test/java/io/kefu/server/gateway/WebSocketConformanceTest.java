package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.protocol.FrameJson;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.Ping;
import io.kefu.protocol.v1.Send;
import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 6455, sections 5 to 8, as the room above sees it, against a real server over a real socket. What a peer sees of it
 * is held case by case by {@link Rfc6455Test}.
 */
@ParameterizedClass
@EnumSource(ConnectionPath.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebSocketConformanceTest {
    private static final String CHINESE = "你好,订单😀";

    private final ConnectionPath path;
    private GatewayFixture fixture;
    private RawWebSocket socket;

    WebSocketConformanceTest(ConnectionPath path) {
        this.path = path;
    }

    private RawWebSocket json() throws IOException {
        return path.open(fixture, "kefu.v1.json");
    }

    @BeforeEach
    void connect() throws IOException {
        fixture = path.start();
        socket = json();
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
        fixture.close();
    }

    // ---- 5: framing ----

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 59, 60, 61, 62, 125, 126, 127, 1000, 30_000, 65_535, 65_536, 100_000})
    void messages_of_any_size_go_both_ways(int length) throws IOException {
        String text = "x".repeat(length);
        socket.send(send(text));
        assertThat(socket.read().text()).isEqualTo(length == 0 ? "{\"message\":{}}" : message(text));
    }

    @Test
    void a_message_may_come_byte_by_byte() throws IOException {
        for (byte octet : send(CHINESE).bytes()) {
            socket.send(new byte[] {octet});
        }
        assertThat(socket.read().text()).isEqualTo(message(CHINESE));
    }

    @Test
    void a_message_may_come_in_fragments_of_one_byte_with_pings_between() throws IOException {
        byte[] json = send(CHINESE).payload();
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < json.length; i++) {
            byte[] one = {json[i]};
            RawFrame fragment = i == 0 ? RawFrame.of(Opcode.TEXT, one) : RawFrame.continuation(one);
            all.writeBytes((i < json.length - 1 ? fragment.notLast() : fragment).bytes());
            if (i == json.length / 2) {
                all.writeBytes(RawFrame.ping("between").bytes());
            }
        }
        socket.send(all.toByteArray());
        RawWebSocket.Received pong = socket.read();
        assertThat(pong.opcode()).isEqualTo(Opcode.PONG);
        assertThat(pong.text()).isEqualTo("between");
        assertThat(socket.read().text()).isEqualTo(message(CHINESE));
    }

    @Test
    void empty_fragments_are_harmless() throws IOException {
        socket.send(RawFrame.text("").notLast());
        socket.send(RawFrame.continuation(new byte[0]).notLast());
        socket.send(RawFrame.continuation(send("a").payload()).notLast());
        socket.send(RawFrame.continuation(new byte[0]));
        assertThat(socket.read().text()).isEqualTo(message("a"));
    }

    @Test
    void many_messages_in_one_packet_are_answered_in_order() throws IOException {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            all.writeBytes(send("m" + i).bytes());
        }
        socket.send(all.toByteArray());
        for (int i = 0; i < 500; i++) {
            assertThat(socket.read().text()).isEqualTo(message("m" + i));
        }
    }

    @Test
    void a_ping_is_answered_with_its_own_payload() throws IOException {
        String longest = "p".repeat(125);
        socket.send(RawFrame.ping(longest));
        RawWebSocket.Received pong = socket.read();
        assertThat(pong.opcode()).isEqualTo(Opcode.PONG);
        assertThat(pong.text()).isEqualTo(longest);
    }

    @Test
    void a_pong_that_nobody_asked_for_is_ignored() throws IOException {
        socket.send(RawFrame.of(Opcode.PONG, new byte[] {1, 2}));
        socket.send(send("on"));
        assertThat(socket.read().text()).isEqualTo(message("on"));
    }

    @Test
    void an_unmasked_frame_is_a_violation() throws IOException, InterruptedException {
        violates(1002, send("x").unmasked());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10})
    void a_reserved_bit_is_a_violation(int bit) throws IOException, InterruptedException {
        violates(1002, send("x").reservedBit(bit));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3, 0x7, 0xB, 0xF})
    void a_reserved_opcode_is_a_violation(int opcode) throws IOException, InterruptedException {
        violates(1002, RawFrame.of(opcode, new byte[0]));
    }

    @Test
    void a_fragmented_control_frame_is_a_violation() throws IOException, InterruptedException {
        violates(1002, RawFrame.ping("x").notLast());
    }

    @Test
    void a_long_control_frame_is_a_violation() throws IOException, InterruptedException {
        violates(1002, RawFrame.ping("x".repeat(126)));
    }

    @Test
    void a_continuation_of_nothing_is_a_violation() throws IOException, InterruptedException {
        violates(1002, RawFrame.continuation(new byte[1]));
    }

    @Test
    void a_new_message_inside_another_is_a_violation() throws IOException, InterruptedException {
        violates(1002, RawFrame.text("{").notLast(), send("x"));
    }

    @Test
    void a_length_in_a_longer_form_than_needed_is_a_violation() throws IOException, InterruptedException {
        violates(1002, RawFrame.ping("").lengthIn(2));
        socket = json();
        violates(1002, RawFrame.text("x").lengthIn(2));
        socket = json();
        violates(1002, RawFrame.text("x".repeat(126)).lengthIn(8));
    }

    @Test
    void a_length_with_the_highest_bit_set_is_a_violation() throws IOException, InterruptedException {
        socket.send(HexFormat.of().parseHex("81ff" + "8000000000000001" + "01020304"));
        closes(1002);
    }

    // ---- 5.6, 8.1: data ----

    @Test
    void a_binary_message_is_not_for_the_json_subprotocol() throws IOException, InterruptedException {
        violates(1003, RawFrame.binary(new byte[] {1}));
    }

    @Test
    void a_text_message_is_not_for_the_protobuf_subprotocol() throws IOException, InterruptedException {
        socket = path.open(fixture, "kefu.v1.proto");
        violates(1003, RawFrame.text("{}"));
    }

    @Test
    void the_protobuf_subprotocol_answers_in_binary() throws IOException {
        socket = path.open(fixture, "kefu.v1.proto");
        var ping = ClientFrame.newBuilder()
                .setPing(Ping.newBuilder().setNonce("n"))
                .build();
        socket.send(RawFrame.binary(ping.toByteArray()));
        RawWebSocket.Received pong = socket.read();
        assertThat(pong.opcode()).isEqualTo(Opcode.BINARY);
        assertThat(pong.payload()).isEqualTo(HexFormat.of().parseHex("52030a016e"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "eda080", "f4908080", "80", "fe", "e4bd"})
    void text_that_is_not_utf8_is_refused(String hex) throws IOException, InterruptedException {
        violates(1007, RawFrame.of(Opcode.TEXT, HexFormat.of().parseHex(hex)));
    }

    @Test
    void text_that_is_not_utf8_is_refused_before_it_is_whole() throws IOException, InterruptedException {
        violates(1007, RawFrame.of(Opcode.TEXT, new byte[] {'{', (byte) 0xFF}).notLast());
    }

    @Test
    void a_message_too_large_is_refused_by_its_claimed_length() throws IOException, InterruptedException {
        socket.send(HexFormat.of().parseHex("81ff" + "00007fffffffffff" + "01020304"));
        closes(1009);
    }

    @Test
    void fragments_that_are_too_large_together_are_refused() throws IOException, InterruptedException {
        byte[] part = new byte[100 * 1024];
        Arrays.fill(part, (byte) 'x');
        violates(1009, RawFrame.of(Opcode.TEXT, part).notLast(), RawFrame.continuation(part));
    }

    @Test
    void what_is_no_frame_of_ours_closes_4400() throws IOException, InterruptedException {
        socket.send(RawFrame.text("{\"ping\":7}"));
        closes(4400);
        assertThat(fixture.events.of("bad frame WRONG_TYPE")).isEqualTo(1);
    }

    @Test
    void an_unknown_kind_leaves_the_connection_open() throws IOException, InterruptedException {
        socket.send(RawFrame.text("{\"dance\":{}}"));
        assertThat(fixture.nextSeen()).isEqualTo("unknown dance");
        socket.send(RawFrame.text("{\"typing\":{\"mood\":1}}"));
        assertThat(fixture.nextSeen()).isEqualTo("TYPING");
        assertThat(fixture.events.of("unknown fields")).isEqualTo(1);
        socket.send(send("on"));
        assertThat(socket.read().text()).isEqualTo(message("on"));
    }

    // ---- 7: closing ----

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1003, 1011, 3000, 4000, 4999})
    void a_close_is_answered_with_its_code_and_the_socket_is_closed(int code) throws IOException, InterruptedException {
        socket.send(RawFrame.close(code, "bye 你好"));
        RawWebSocket.Received answer = socket.read();
        assertThat(answer.opcode()).isEqualTo(Opcode.CLOSE);
        assertThat(answer.closeCode()).isEqualTo(code);
        assertThatThrownBy(() -> socket.read()).isInstanceOf(EOFException.class);
        assertThat(fixture.nextSeen()).isEqualTo("closed " + code + " bye 你好");
        assertThat(fixture.gateway.connections()).isEmpty();
    }

    @Test
    void an_empty_close_is_answered_with_an_empty_one() throws IOException, InterruptedException {
        socket.send(RawFrame.of(Opcode.CLOSE, new byte[0]));
        assertThat(socket.read().payload()).isEmpty();
        assertThat(fixture.nextSeen()).isEqualTo("closed 1005 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1100, 2999, 5000, 65535})
    void a_close_code_that_must_not_be_sent_is_a_violation(int code) throws IOException, InterruptedException {
        violates(1002, RawFrame.close(code, ""));
    }

    @Test
    void half_a_close_code_is_a_violation() throws IOException, InterruptedException {
        violates(1002, RawFrame.of(Opcode.CLOSE, new byte[] {3}));
    }

    @Test
    void a_close_reason_that_is_not_utf8_is_refused() throws IOException, InterruptedException {
        violates(1007, RawFrame.of(Opcode.CLOSE, new byte[] {3, (byte) 0xE8, (byte) 0xFF}));
    }

    @Test
    void nothing_is_heard_after_a_close() throws IOException, InterruptedException {
        var all = new ByteArrayOutputStream();
        all.writeBytes(RawFrame.close(1000, "").bytes());
        all.writeBytes(RawFrame.text("{\"typing\":{}}").bytes());
        all.writeBytes(new byte[] {(byte) 0xFF, 0, 0});
        socket.send(all.toByteArray());
        assertThat(socket.readClose()).isEqualTo(1000);
        assertThat(fixture.nextSeen()).isEqualTo("closed 1000 ");
        assertThat(fixture.seen).isEmpty();
    }

    @Test
    void our_close_lets_what_was_queued_leave_first_and_waits_for_the_answer()
            throws IOException, InterruptedException {
        Connection connection = fixture.nextOpened();
        for (int i = 0; i < 100; i++) {
            connection.send(GatewayFixture.message("m" + i));
        }
        connection.close(4403, "not allowed");
        assertThat(connection.send(GatewayFixture.message("late"))).isFalse();
        for (int i = 0; i < 100; i++) {
            assertThat(socket.read().text()).isEqualTo(message("m" + i));
        }
        assertThat(socket.readClose()).isEqualTo(4403);
        assertThat(fixture.seen).isEmpty();
        socket.send(RawFrame.text("{\"typing\":{}}")); // no longer heard
        socket.send(RawFrame.close(4403, ""));
        assertThat(fixture.nextSeen()).isEqualTo("closed 4403 not allowed");
        assertThatThrownBy(() -> socket.read()).isInstanceOf(EOFException.class);
    }

    @Test
    void a_peer_that_does_not_answer_our_close_is_cut_off() throws IOException, InterruptedException {
        fixture.nextOpened().close(1000, "done");
        assertThat(socket.readClose()).isEqualTo(1000);
        assertThatThrownBy(() -> socket.read()).isInstanceOf(IOException.class);
        assertThat(fixture.nextSeen()).isEqualTo("closed 1000 done");
    }

    @Test
    void a_long_close_reason_is_cut_at_a_characters_end() throws IOException, InterruptedException {
        fixture.nextOpened().close(1000, "中".repeat(100));
        RawWebSocket.Received close = socket.read();
        assertThat(new String(close.payload(), 2, close.payload().length - 2, UTF_8))
                .isEqualTo("中".repeat(41));
    }

    @Test
    void a_peer_that_ends_its_side_without_a_close_is_gone() throws IOException, InterruptedException {
        socket.halfClose();
        assertThat(fixture.nextSeen()).isEqualTo("closed 1006 ");
        assertThatThrownBy(() -> socket.read()).isInstanceOf(EOFException.class);
        assertThat(fixture.events.of("half closed")).isEqualTo(1);
    }

    @Test
    void a_reset_is_noticed() throws IOException, InterruptedException {
        Connection connection = fixture.nextOpened();
        socket.reset();
        assertThat(fixture.nextSeen()).isEqualTo("closed 1006 ");
        assertThat(connection.send(GatewayFixture.message("x"))).isFalse();
        assertThat(connection.open()).isFalse();
        assertThat(fixture.events.of("closed 1006")).isEqualTo(1);
        // Who ends TLS says so first, whatever it does with TCP then.
        assertThat(fixture.events.of(path == ConnectionPath.THREADS_WITH_TLS ? "half closed" : "reset"))
                .isEqualTo(1);
    }

    @Test
    void a_room_that_fails_closes_this_connection_only() throws IOException, InterruptedException {
        try (RawWebSocket other = json()) {
            socket.send(RawFrame.text("{\"token\":{\"token\":\"fail\"}}"));
            closes(1011);
            other.send(send("fine"));
            assertThat(other.read().text()).isEqualTo(message("fine"));
        }
    }

    private void violates(int code, RawFrame... frames) throws IOException, InterruptedException {
        for (RawFrame frame : frames) {
            socket.send(frame);
        }
        closes(code);
        assertThat(fixture.events.of("violated " + code)).isPositive();
    }

    private void closes(int code) throws IOException, InterruptedException {
        assertThat(socket.readClose()).isEqualTo(code);
        socket.close();
        assertThat(fixture.nextSeen()).startsWith("closed " + code);
    }

    private static RawFrame send(String text) {
        return RawFrame.of(
                Opcode.TEXT,
                FrameJson.encode(ClientFrame.newBuilder()
                        .setSend(Send.newBuilder().setText(text))
                        .build()));
    }

    private static String message(String text) {
        return "{\"message\":{\"text\":\"" + text + "\"}}";
    }
}
