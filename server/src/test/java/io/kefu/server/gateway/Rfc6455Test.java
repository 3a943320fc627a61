package io.kefu.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.server.testing.RawFrame;
import io.kefu.server.testing.RawWebSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6455, sections 5 to 8, case by case over a raw socket, whatever the pieces in which TCP brings the bytes. */
@ParameterizedClass
@EnumSource(ConnectionPath.class)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Rfc6455Test {
    /** Longer streams come in pieces of this size where they come in pieces. */
    private static final int PIECES = 997;

    private static final int BYTE_BY_BYTE = 400;

    private static GatewayFixture fixture;

    private final ConnectionPath path;

    Rfc6455Test(ConnectionPath path) {
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

    static List<Rfc6455Cases.Case> cases() {
        return Rfc6455Cases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void at_once(Rfc6455Cases.Case one) throws IOException {
        holds(one, one.bytes().length);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void in_pieces(Rfc6455Cases.Case one) throws IOException {
        holds(one, one.bytes().length <= BYTE_BY_BYTE ? 1 : PIECES);
    }

    private void holds(Rfc6455Cases.Case one, int piece) throws IOException {
        try (RawWebSocket socket = path.open(fixture, "kefu.v1.json")) {
            List<String> answers = new ArrayList<>();
            try {
                for (int at = 0; at < one.bytes().length; at += piece) {
                    socket.send(Arrays.copyOfRange(one.bytes(), at, Math.min(at + piece, one.bytes().length)));
                }
            } catch (IOException e) {
                answers.clear(); // closed while it was still told something: what counts is what it said
            }
            boolean goesOn = one.answers().stream().noneMatch(answer -> answer.startsWith("close"));
            while (answers.size() < one.answers().size()) {
                answers.add(word(socket.read()));
            }
            assertThat(answers).isEqualTo(one.answers());
            if (goesOn) {
                asGoodAsNew(socket);
            }
        }
    }

    private static void asGoodAsNew(RawWebSocket socket) throws IOException {
        socket.send(Rfc6455Cases.say("still"));
        assertThat(word(socket.read())).isEqualTo(Rfc6455Cases.said("still"));
        socket.send(RawFrame.close(1000, ""));
        assertThat(word(socket.read())).isEqualTo("close 1000");
    }

    private static String word(RawWebSocket.Received frame) {
        assertThat(frame.fin()).isTrue();
        return switch (frame.opcode()) {
            case Opcode.TEXT -> "text " + frame.text();
            case Opcode.PONG -> "pong " + readable(frame.payload());
            case Opcode.CLOSE -> "close " + frame.closeCode();
            default -> "opcode " + frame.opcode();
        };
    }

    private static String readable(byte[] payload) {
        for (byte octet : payload) {
            if (octet < ' ') {
                return HexFormat.of().formatHex(payload);
            }
        }
        return new String(payload, UTF_8);
    }
}
