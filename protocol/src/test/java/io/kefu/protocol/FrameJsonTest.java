package io.kefu.protocol;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import io.kefu.protocol.BadFrameException.Reason;
import io.kefu.protocol.v1.Ack;
import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.MessageType;
import io.kefu.protocol.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|NO_KIND",
                "{\"send\":null}|NO_KIND",
                "{\"ping\":{},\"read\":{}}|TWO_KINDS",
                "{\"ping\":{},\"ping\":{}}|DUPLICATE_FIELD",
                "{\"ping\":{\"nonce\":\"a\",\"nonce\":\"b\"}}|DUPLICATE_FIELD",
                "[]|WRONG_TYPE",
                "\"ping\"|WRONG_TYPE",
                "{\"ping\":[]}|WRONG_TYPE",
                "{\"ping\":\"n\"}|WRONG_TYPE",
                "{\"ping\":{\"nonce\":1}}|WRONG_TYPE",
                "{\"read\":{\"seq\":\"1\"}}|WRONG_TYPE",
                "{\"read\":{\"seq\":1.0}}|WRONG_TYPE",
                "{\"read\":{\"seq\":9223372036854775808}}|WRONG_TYPE",
                "{\"send\":{\"file\":{\"width\":2147483648}}}|WRONG_TYPE",
                "{\"send\":{\"private\":\"true\"}}|WRONG_TYPE",
                "{\"send\":{\"message_type\":1}}|WRONG_TYPE",
                "{\"send\":{\"card\":{\"buttons\":{}}}}|WRONG_TYPE",
                "{\"send\":{\"card\":{\"buttons\":[null]}}}|WRONG_TYPE",
                "{\"send\":{\"event\":{\"data\":[]}}}|WRONG_TYPE",
                "{\"send\":{\"event\":{\"data\":{\"k\":1}}}}|WRONG_TYPE",
                "{\"send\":{\"text\":\"\\ud83d\"}}|NOT_UTF8",
                "{\"send\":{\"text\":\"\\ude00\\ud83d\"}}|NOT_UTF8",
                "{\"ping\":{}|SYNTAX",
                "{\"ping\":{}} {}|SYNTAX",
                "{\"ping\":{},}|SYNTAX",
                "{'ping':{}}|SYNTAX",
                "{ping:{}}|SYNTAX",
                "{\"read\":{\"seq\":01}}|SYNTAX",
                "{\"read\":{\"seq\":NaN}}|SYNTAX",
                "{/**/\"ping\":{}}|SYNTAX",
                "~~|WRONG_TYPE",
            })
    void what_is_no_frame_is_told_by_reason(String json, Reason reason) {
        assertThat(reason(json.getBytes(UTF_8))).isEqualTo(reason);
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() {
        assertThat(reason(bytes("{\"ping\":{\"nonce\":\"", 0xc0, 0xaf, "\"}}"))).isEqualTo(Reason.NOT_UTF8); // overlong
        assertThat(reason(bytes("{\"ping\":{\"nonce\":\"", 0xed, 0xa0, "\"}}"))).isEqualTo(Reason.NOT_UTF8);
        assertThat(reason("{\"ping\":{}}".getBytes(UTF_16BE))).isEqualTo(Reason.SYNTAX);
    }

    @Test
    void size_and_depth_are_bounded() {
        assertThat(reason(new byte[FrameJson.MAX_BYTES + 1])).isEqualTo(Reason.TOO_LARGE);
        String deep = "{\"ping\":{\"x\":" + "[".repeat(60_000);
        assertThat(reason(deep.getBytes(UTF_8))).isEqualTo(Reason.TOO_DEEP);
        String longNumber = "{\"read\":{\"seq\":" + "1".repeat(100_000) + "}}";
        assertThat(reason(longNumber.getBytes(UTF_8))).isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void an_error_names_the_field_and_the_byte_and_repeats_nothing_of_the_client() {
        assertThatThrownBy(() -> decode("{\"send\":{\"text\":7777}}"))
                .isInstanceOf(BadFrameException.class)
                .hasMessageContaining("text")
                .hasMessageContaining("byte 16")
                .hasMessageNotContaining("7777");
    }

    @Test
    void unknown_fields_are_skipped_and_counted() throws BadFrameException {
        String json = "{\"trace\":{\"a\":[1,{}]},\"send\":{\"text\":\"hi\",\"mood\":{\"x\":{}},\"file\":{\"q\":1}}}";
        assertThat(decode(json)).isInstanceOfSatisfying(Decoded.Frame.class, frame -> {
            assertThat(frame.unknownFields()).isEqualTo(3);
            assertThat(((ClientFrame) frame.frame()).getSend().getText()).isEqualTo("hi");
        });
    }

    @Test
    void an_unknown_enum_word_is_unspecified_and_counted() throws BadFrameException {
        var frame = (Decoded.Frame<ClientFrame>) decode("{\"send\":{\"message_type\":\"hologram\"}}");
        assertThat(frame.unknownFields()).isEqualTo(1);
        assertThat(frame.frame().getSend().getMessageType()).isEqualTo(MessageType.MESSAGE_TYPE_UNSPECIFIED);
    }

    @Test
    void an_unknown_kind_is_told_apart_and_shortened() throws BadFrameException {
        assertThat(decode("{\"dance\":{\"x\":[]}}")).isEqualTo(new Decoded.UnknownKind<ClientFrame>("dance"));
        assertThat(decode("{\"" + "x".repeat(1000) + "\":1}"))
                .isEqualTo(new Decoded.UnknownKind<ClientFrame>("x".repeat(64)));
    }

    @Test
    void null_stands_for_a_field_left_out() throws BadFrameException {
        assertThat(decode("{\"ping\":{\"nonce\":null}}")).isEqualTo(decode("{\"ping\":{}}"));
    }

    @Test
    void an_optional_field_is_written_even_at_zero_and_others_are_not() {
        var zero = Ack.newBuilder().setSeq(0).setDuplicate(false).setClientMsgId("");
        var frame = ServerFrame.newBuilder().setAck(zero).build();
        assertThat(new String(FrameJson.encode(frame), UTF_8)).isEqualTo("{\"ack\":{\"seq\":0,\"duplicate\":false}}");
    }

    @Test
    void times_are_utc_with_milliseconds_cut_not_rounded() {
        assertThat(sentAt(0, 0)).contains("\"1970-01-01T00:00:00.000Z\"");
        assertThat(sentAt(-1, 999_999_999)).contains("\"1969-12-31T23:59:59.999Z\"");
        assertThat(sentAt(-62_135_596_800L, 0)).contains("\"0001-01-01T00:00:00.000Z\"");
        assertThat(sentAt(253_402_300_799L, 1)).contains("\"9999-12-31T23:59:59.000Z\"");
        assertThatThrownBy(() -> sentAt(253_402_300_800L, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02T03:04:05.678Z", "2026-01-02T11:04:05.678+08:00"})
    void times_are_read_with_any_offset(String time) throws BadFrameException {
        byte[] json = ("{\"ack\":{\"sent_at\":\"" + time + "\"}}").getBytes(UTF_8);
        var frame = (Decoded.Frame<ServerFrame>) FrameJson.decodeServer(json);
        assertThat(frame.frame().getAck().getSentAt())
                .isEqualTo(Timestamp.newBuilder()
                        .setSeconds(1_767_323_045)
                        .setNanos(678_000_000)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-01-02", "2026-13-02T03:04:05Z", "+99999-01-01T00:00:00Z"})
    void what_is_no_time_is_refused(String time) {
        byte[] json = ("{\"ack\":{\"sent_at\":\"" + time + "\"}}").getBytes(UTF_8);
        assertThatThrownBy(() -> FrameJson.decodeServer(json)).isInstanceOf(BadFrameException.class);
    }

    private static String sentAt(long seconds, int nanos) {
        var time = Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos);
        var frame = ServerFrame.newBuilder()
                .setAck(Ack.newBuilder().setSentAt(time))
                .build();
        return new String(FrameJson.encode(frame), UTF_8);
    }

    private static Decoded<ClientFrame> decode(String json) throws BadFrameException {
        return FrameJson.decodeClient(json.getBytes(UTF_8));
    }

    private static Reason reason(byte[] json) {
        return catchThrowableOfType(BadFrameException.class, () -> FrameJson.decodeClient(json))
                .reason();
    }

    private static byte[] bytes(String before, int first, int second, String after) {
        byte[] middle = {(byte) first, (byte) second};
        var all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(UTF_8));
        all.writeBytes(middle);
        all.writeBytes(after.getBytes(UTF_8));
        return all.toByteArray();
    }
}
