package io.kefu.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.kefu.protocol.BadFrameException.Reason;
import io.kefu.protocol.v1.ServerFrame;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FrameZstdProperties {

    @Property(tries = 500)
    void a_frame_is_never_larger_and_comes_back_as_it_was(@ForAll long seed) throws BadFrameException {
        ServerFrame frame = (ServerFrame) new RandomFrames(seed).frame(ServerFrame.getDefaultInstance());
        byte[] proto = frame.toByteArray();
        byte[] payload = FrameZstd.smaller(proto);
        assertThat(payload.length).isLessThanOrEqualTo(proto.length);
        assertThat(FrameZstd.plain(payload)).isEqualTo(proto);
        assertThat(EncodedFrame.of(frame).zstd()).isEqualTo(payload);
    }

    @Property(tries = 1_000)
    void damaged_frames_are_refused_or_are_other_frames(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] payload = FrameZstd.smaller(
                new RandomFrames(seed).frame(ServerFrame.getDefaultInstance()).toByteArray());
        byte[] damaged = Arrays.copyOf(payload, random.nextInt(payload.length + 1));
        for (int i = 0; i < 3 && damaged.length > 4; i++) {
            damaged[random.nextInt(4, damaged.length)] = (byte) random.nextInt();
        }
        try {
            assertThat(FrameZstd.plain(damaged).length).isLessThanOrEqualTo(FrameJson.MAX_BYTES);
        } catch (BadFrameException e) {
            assertThat(e.reason()).isIn(Reason.SYNTAX, Reason.TOO_LARGE);
        }
    }

    @Example
    void a_small_frame_that_claims_or_holds_too_much_is_refused_before_it_is_looked_at() {
        byte[] bomb = Zstd.compress(new byte[64 << 20]);
        assertThat(bomb).hasSizeLessThan(10_000);
        assertThatThrownBy(() -> FrameZstd.plain(bomb))
                .isInstanceOfSatisfying(
                        BadFrameException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    /** The content's size says 5, what is there is more: nothing is written beyond what was said. */
    @Example
    void a_frame_that_holds_more_than_it_says_is_refused() {
        byte[] small = Zstd.compress(new byte[5]);
        byte[] large = Zstd.compress(new byte[200]);
        byte[] both = Arrays.copyOf(small, small.length + large.length);
        System.arraycopy(large, 0, both, small.length, large.length);
        assertThatThrownBy(() -> FrameZstd.plain(both))
                .isInstanceOfSatisfying(
                        BadFrameException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.SYNTAX));
    }
}
