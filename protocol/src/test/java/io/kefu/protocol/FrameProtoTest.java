package io.kefu.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kefu.protocol.BadFrameException.Reason;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.Ping;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameProtoTest {
    @ParameterizedTest
    @CsvSource({
        "'',NO_KIND",
        "32002200,TWO_KINDS", // ping and read
        "32003200,DUPLICATE_FIELD", // ping twice
        "3001,WRONG_TYPE", // ping as a number
        "32020801,WRONG_TYPE", // its nonce as a number
        "32030a0141ff,SYNTAX",
        "32050a01,SYNTAX", // breaks off
        "32030a01ff,SYNTAX", // a string that is not UTF-8
        "9b019c01,SYNTAX", // a group
        "00,SYNTAX",
    })
    void what_is_no_frame_is_told_by_reason(String hex, Reason reason) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(catchThrowableOfType(BadFrameException.class, () -> FrameProto.decodeClient(bytes))
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void unknown_fields_are_counted_and_travel_no_further() throws BadFrameException {
        // send { text "hi", unknown 100: 1, file { unknown 99: 1 } }, beside it an unknown 50
        byte[] bytes = HexFormat.of().parseHex("1a0c" + "22026869" + "a00601" + "2a03980601" + "900301");
        var decoded = (Decoded.Frame<ClientFrame>) FrameProto.decodeClient(bytes);
        assertThat(decoded.unknownFields()).isEqualTo(3);
        assertThat(decoded.frame().getSend().getText()).isEqualTo("hi");
        assertThat(decoded.frame().toByteArray()).isEqualTo(HexFormat.of().parseHex("1a06" + "22026869" + "2a00"));
    }

    @Test
    void an_unknown_enum_number_is_unrecognized_and_counted() throws BadFrameException {
        var decoded = (Decoded.Frame<ClientFrame>)
                FrameProto.decodeClient(HexFormat.of().parseHex("1a021863"));
        assertThat(decoded.unknownFields()).isEqualTo(1);
        assertThat(decoded.frame().getSend().getMessageType()).isEqualTo(MessageType.UNRECOGNIZED);
    }

    @Test
    void an_unknown_kind_is_told_apart() throws BadFrameException {
        assertThat(FrameProto.decodeClient(HexFormat.of().parseHex("920300")))
                .isEqualTo(new Decoded.UnknownKind<ClientFrame>("#50"));
    }

    @Test
    void size_is_bounded() {
        String nonce = "x".repeat(FrameJson.MAX_BYTES);
        var frame = ClientFrame.newBuilder()
                .setPing(Ping.newBuilder().setNonce(nonce))
                .build();
        assertThat(catchThrowableOfType(BadFrameException.class, () -> FrameProto.decodeClient(frame.toByteArray()))
                        .reason())
                .isEqualTo(Reason.TOO_LARGE);
    }
}
