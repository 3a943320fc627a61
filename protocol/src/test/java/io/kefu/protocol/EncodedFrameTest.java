package io.kefu.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kefu.protocol.v1.Message;
import io.kefu.protocol.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

class EncodedFrameTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 127, 128, 16_383, 16_384, 100_000})
    void a_message_frame_made_from_the_messages_bytes_is_the_same_frame(int textLength) {
        Message message = SampleFrames.text().setText("中".repeat(textLength)).build();
        EncodedFrame fromBytes = EncodedFrame.ofMessage(message.toByteArray());
        EncodedFrame fromFrame =
                EncodedFrame.of(ServerFrame.newBuilder().setMessage(message).build());
        assertThat(fromBytes.proto()).isEqualTo(fromFrame.proto());
        assertThat(fromBytes.json()).isEqualTo(fromFrame.json());
        assertThat(fromBytes.frame()).isEqualTo(fromFrame.frame());
        assertThat(fromBytes.kind()).isEqualTo(fromFrame.kind());
    }

    @Test
    void each_form_is_made_once_and_shared() {
        EncodedFrame frame = EncodedFrame.ofMessage(SampleFrames.text().build().toByteArray());
        assertThat(frame.json()).isSameAs(frame.json());
        assertThat(frame.proto()).isSameAs(frame.proto());
        assertThat(frame.frame()).isSameAs(frame.frame());
    }

    @Test
    void a_frame_without_a_kind_is_refused() {
        assertThatThrownBy(() -> EncodedFrame.of(ServerFrame.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void any_message_of_the_protocol_can_be_written_into_an_answer() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartArray();
            FrameJson.write(
                    SampleFrames.text().clearText().clearSentAt().build().getAuthor(), out);
            FrameJson.write(Message.getDefaultInstance(), out);
            out.writeEndArray();
        }
        assertThat(bytes.toString(UTF_8)).isEqualTo("[{\"kind\":\"visitor\",\"id\":\"v_7Ld\",\"name\":\"小明\"},{}]");
    }
}
