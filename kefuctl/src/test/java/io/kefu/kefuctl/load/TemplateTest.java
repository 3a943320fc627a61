package io.kefu.kefuctl.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.kefuctl.load.wire.Codec;
import io.kefu.protocol.Decoded;
import io.kefu.protocol.FrameJson;
import io.kefu.protocol.FrameProto;
import io.kefu.protocol.v1.ClientFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemplateTest {

    /** The payload of a client's frame of fewer than 64 KiB (RFC 6455, 5.2). */
    private static byte[] unmasked(byte[] bytes) {
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        int length = frame.get(1) & 0x7F;
        int head = length < 126 ? 2 : 4;
        length = head == 2 ? length : frame.getShort(2) & 0xFFFF;
        byte[] payload = Arrays.copyOfRange(bytes, head + 4, head + 4 + length);
        for (int i = 0; i < length; i++) {
            payload[i] ^= frame.get(head + (i & 3));
        }
        return payload;
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void each_message_is_a_frame_that_differs_in_its_number_alone(Codec codec) throws Exception {
        Template template = new Template(codec, MessageId.of("abcdef", true, 7, 0), "c1", "你好");
        for (long number : new long[] {1, 42, 1_234_567_890L}) {
            byte[] frame = new byte[template.length()];
            template.write(number, ByteBuffer.wrap(frame));
            byte[] payload = unmasked(frame);
            Decoded<ClientFrame> decoded =
                    codec == Codec.JSON ? FrameJson.decodeClient(payload) : FrameProto.decodeClient(payload);
            assertThat(decoded).isInstanceOf(Decoded.Frame.class);
            if (decoded instanceof Decoded.Frame<ClientFrame> known) {
                assertThat(known.frame().getSend().getClientMsgId()).isEqualTo(MessageId.of("abcdef", true, 7, number));
                assertThat(known.frame().getSend().getText()).isEqualTo("你好");
            }
        }
    }
}
