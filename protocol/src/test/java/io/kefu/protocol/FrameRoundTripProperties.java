package io.kefu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.kefu.protocol.v1.ClientFrame;
import io.kefu.protocol.v1.ServerFrame;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.Assertions;

class FrameRoundTripProperties {
    @Property(tries = 2000)
    void a_clients_frame_survives_both_forms(@ForAll long seed) throws BadFrameException {
        ClientFrame frame = (ClientFrame) new RandomFrames(seed).frame(ClientFrame.getDefaultInstance());
        assertThat(FrameJson.decodeClient(FrameJson.encode(frame))).isEqualTo(new Decoded.Frame<>(frame, 0));
        assertThat(FrameProto.decodeClient(frame.toByteArray())).isEqualTo(new Decoded.Frame<>(frame, 0));
    }

    @Property(tries = 2000)
    void a_servers_frame_survives_both_forms(@ForAll long seed) throws BadFrameException {
        ServerFrame frame = (ServerFrame) new RandomFrames(seed).frame(ServerFrame.getDefaultInstance());
        EncodedFrame encoded = EncodedFrame.of(frame);
        assertThat(FrameJson.decodeServer(encoded.json())).isEqualTo(new Decoded.Frame<>(frame, 0));
        assertThat(FrameProto.decodeServer(encoded.proto())).isEqualTo(new Decoded.Frame<>(frame, 0));
    }

    @Property(tries = 2000)
    void damaged_frames_give_a_frame_or_the_typed_error(@ForAll long seed) {
        Random random = new Random(seed);
        ClientFrame frame = (ClientFrame) new RandomFrames(seed).frame(ClientFrame.getDefaultInstance());
        onlyTyped(() -> FrameJson.decodeClient(damaged(FrameJson.encode(frame), random)));
        onlyTyped(() -> FrameProto.decodeClient(damaged(frame.toByteArray(), random)));
    }

    @Property(tries = 2000)
    void any_bytes_give_a_frame_or_the_typed_error(@ForAll byte[] bytes) {
        onlyTyped(() -> FrameJson.decodeClient(bytes));
        onlyTyped(() -> FrameProto.decodeClient(bytes));
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = Arrays.copyOf(bytes, Math.max(0, bytes.length + random.nextInt(-3, 4)));
        for (int i = random.nextInt(1, 4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static void onlyTyped(Decoding decoding) {
        Throwable thrown = Assertions.catchThrowable(decoding::run);
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(BadFrameException.class);
        }
    }

    private interface Decoding {
        Object run() throws BadFrameException;
    }
}
